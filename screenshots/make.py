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

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp, opened

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
    is_tagged: bool = False
    then: str = ""
    """Keys after what is typed, once all documents are indexed."""


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
    Picture("search", (120, 32), "ctrl+f", typed="health histories", then="enter j j j j"),
    Picture("matrix", (140, 30), "m", is_tagged=True, then="j j l l l"),
    Picture("thread", (120, 36), "f j enter", then="enter } } enter 3"),
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
        if picture.is_tagged:
            tag_all(store)
        async with app.run_test(size=picture.size) as pilot:
            app.theme = picture.theme
            await pilot.press(*picture.keys.split())
            await pilot.press(*characters(picture.typed))
            if picture.then:
                await indexed(app)
                await pilot.press(*picture.then.split())
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


def tag_all(store: Store) -> None:
    """Tag every second finding of every document by its section, with the direction that it reads like."""
    codebook = ilacs_codebook()
    review = Review(store, codebook, store.sessions.all()[0].id)
    first = review.document.id
    for details in store.documents.all():
        review.open_document(details.id)
        areas = codebook.areas_of(review.edition)
        findings = [one for one in review.paragraphs.paragraphs if one.carries_findings]
        for number, paragraph in enumerate(findings[::2]):
            area = review.opened.suggestion_at(paragraph.start).area or areas[number % len(areas)]
            annotation = review.tag(paragraph.passage, area).after
            suggested = review.opened.suggested_direction(annotation) if annotation else None
            if annotation and suggested and not annotation.direction:
                review.set_direction(annotation.id, suggested.direction)
    review.open_document(first)


async def indexed(app: WorkbenchApp) -> None:
    """Wait until all documents are indexed, or all annotations counted."""
    for _ in range(500):
        await asyncio.sleep(0.02)
        index = getattr(app.screen, "_index", None)
        if index is not None and not index.left and index.total:
            break
        shown = getattr(app.screen, "shown", None)
        if shown is not None and shown.sums is not None:
            break
    await asyncio.sleep(0.3)


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
