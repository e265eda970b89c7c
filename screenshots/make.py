"""Make the pictures of the README: the real app on the sample corpus, driven by keys.

Run it with `make screenshots`. The same program makes the same bytes: the clock stands still, and the
pictures name no font that would have to be fetched.
"""

import asyncio
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["OFSTED_TUI_REVIEWER"] = "A. Reviewer"
os.environ["OFSTED_TUI_CONFIG"] = str(Path(__file__).parent)
os.environ.pop("NO_COLOR", None)

from ofsted_tui.importing import Given, import_file
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.opening import opened

FOLDER = Path(__file__).parent
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_TO_27 = "colon 2 7 enter"
_TAGGED = f"{_TO_27} 3 minus t a c c o m enter J 4"
_NOTE = "The pace was raised in 2018 too"


@dataclass(frozen=True)
class Picture:
    name: str
    size: tuple[int, int]
    keys: str
    theme: str = "reading-dark"
    typed: str = ""
    has_new_version: bool = False


PICTURES = (
    Picture("workbench", (120, 36), "colon 2 2 enter 2 minus j j j 2 plus colon 3 0 enter 3 minus j"),
    Picture("overlapping-tags", (100, 30), f"{_TAGGED} j 3 plus k"),
    Picture("note", (120, 36), f"{_TO_27} 3 minus c", typed=_NOTE),
    Picture("start", (100, 24), f"{_TO_27} 3 j 3 j space space S"),
    Picture("small", (80, 24), f"{_TAGGED} j"),
    Picture("light", (120, 36), f"{_TAGGED} j j 3 minus", theme="reading-light"),
    Picture("labels", (100, 30), f"{_TO_27} a"),
    Picture("outline", (120, 36), "enter enter space enter colon 3 0 enter enter O"),
    Picture("placing", (140, 34), "P", has_new_version=True),
)


def clock() -> str:
    """Return the same moment of every day, a second later each time."""
    return f"2026-01-05T09:{(second := next(_SECONDS)) // 60 % 60:02}:{second % 60:02}.000Z"


_SECONDS = count()
CHANGED = {
    "The pace of change and progress for care leavers has been too slow.": (
        "The pace of progress for care leavers has not been quick enough."
    ),
    "These are used well to help inform service development plans.": (
        "These are used well to help inform service development plans."
    ),
}


async def take(picture: Picture) -> None:
    with Store(None, clock=clock) as store:
        app = opened(store, None)
        if picture.has_new_version:
            import_new_version(store)
        async with app.run_test(size=picture.size) as pilot:
            app.theme = picture.theme
            await pilot.press(*picture.keys.split())
            await pilot.press(*characters(picture.typed))
            await pilot.pause()
            write(app, picture.name)


def import_new_version(store: Store) -> None:
    """Tag two sentences of the report, and import the report again with other words in one of them."""
    codebook = ilacs_codebook()
    review = Review(store, codebook, store.sessions.all()[0].id)
    for quote in CHANGED:
        start = review.document.text.index(quote)
        review.tag(Passage(start, start + len(quote)), codebook.area("care_leavers"))
    text = review.document.text
    for quote, now in CHANGED.items():
        text = text.replace(quote, now)
    with TemporaryDirectory() as folder:
        path = Path(folder, "report_corrected.txt")
        path.write_text(text, encoding="utf-8", newline="")
        import_file(store, codebook, path, Given(replaces=review.document.id))


def characters(text: str) -> Sequence[str]:
    return [{" ": "space", ".": "full_stop"}.get(character, character) for character in text]


def write(app: WorkbenchApp, name: str) -> None:
    svg = _FONT_FACE.sub("", app.export_screenshot(title="ofsted-tui"))
    svg = re.sub(r"terminal-\d+", "terminal", svg).replace("Fira Code", "DejaVu Sans Mono, Consolas, Menlo")
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")


def main() -> None:
    for picture in PICTURES:
        asyncio.run(take(picture))
        print(FOLDER / f"{picture.name}.svg")


if __name__ == "__main__":
    main()
