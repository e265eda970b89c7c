"""Hostile input through every door: nothing that it brought acts on the terminal, nothing crashes.

What is written to a terminal or a pipe is compared with what this program itself may write there.
"""

import csv
import io
import json
import os
import re
import sys

import pytest

from ofsted_tui.cli import main
from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.codebook_file import read_codebook
from ofsted_tui.reading.find import find_pattern
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.keymap_file import read_keymap
from tests.terminal_program import SHORT, Terminal, assert_nothing_got_through
from tests.word_files import paragraph, word_file
from tests.workbench_driver import driven

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX file names")
PAYLOADS = {
    "clipboard": "\x1b]52;c;Y3VybA==\x1b\\",
    "title": "\x1b]2;OWNED\x07",
    "link": "\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "reset": "\x1bc",
    "clear": "\x1b[2J\x1b[H",
    "eight bits": "\x9b31m\x9d0;P\x9c\x85",
    "string": "\x1bPq\x1b\\\x1b_x\x1b\\\x1b^x\x1b\\",
    "turned": "\u202egnp.exe\u202c \u2066iso\u2069 \u200f",
    "unseen": "\u200b\ufeff\u2060\u00ad\U000e0041",
    "separators": "a\u2028b\u2029c\x0b\x0c\x1c\x1d\x1e",
    "moves": "one\rtwo\bthree\x7f\x07",
    "markup": "[/nope] [red]x[/red] [@click=app.quit]q[/] [link='http://evil.example']x[/link] $x {y} %s",
    "formula": "=cmd|'/C calc'!A0",
    "likeness": "%_*?[a-z]\"'; DROP TABLE annotations; --",
    "wide": "\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301 \u0939\u093f",
}
UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\U000e0000-\U000e007f]"
)
every_payload = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)


class Said:
    """What a command has written, as text."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code, self.out, self.err = code, out.decode(), err.decode()

    def assert_harmless(self) -> None:
        assert not UNSAFE.search(self.out), repr(self.out)
        assert not UNSAFE.search(self.err), repr(self.err)
        assert "Traceback" not in self.err
        assert "a fault of the program" not in self.err
        assert self.err.count("\n") <= 3


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return what runs a command on a database of its own."""

    def run_command(*arguments: str) -> Said:
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as ended:
            main(["--db", str(tmp_path / "reviews.db"), *map(str, arguments)])
        for stream in (out, err):
            stream.flush()
        said = Said(int(ended.value.code or 0), out.buffer.getvalue(), err.buffer.getvalue())
        said.assert_harmless()
        return said

    return run_command


def text_file(payload: str) -> bytes:
    return f"Inspection of {payload} Council\n\n1. It is {payload} good.\n\n2. More {payload}\n".encode()


def web_page(payload: str) -> bytes:
    references = "".join(f"&#{ord(one)};" for one in payload)
    page = f"<!doctype html><title>{references}</title><h1>About {references}</h1><p>It is {references} good."
    return page.encode()


def word(payload: str) -> bytes:
    kept = "".join(one for one in payload if one.isprintable() or ord(one) > 127).replace("\ufffe", "")
    escaped = kept.replace("&", "&amp;").replace("<", "&lt;")
    return word_file(paragraph(f"Inspection of {escaped}") + paragraph(f"It is {escaped} good."))


DOCUMENTS = {"text.txt": text_file, "text.md": text_file, "page.html": web_page, "letter.docx": word}


@pytest.mark.parametrize("name", ["text.txt", "page.html"])
@every_payload
def test_documents_through_the_commands(run, tmp_path, name, payload):
    path = tmp_path / name
    path.write_bytes(DOCUMENTS[name](payload))
    run("import", path)
    for command in (["documents"], ["documents", "--json"], ["structure", "1"], ["coverage"], ["sessions"]):
        run(*command)


def test_documents_of_every_format_with_everything_at_once(run, tmp_path):
    for name, made in DOCUMENTS.items():
        path = tmp_path / name
        path.write_bytes(made(" ".join(PAYLOADS.values())))
        assert run("import", path).code == 0
    listed = json.loads(run("documents", "--json").out)
    assert len(listed["documents"] if isinstance(listed, dict) else listed) >= 3


NAMES = [
    b"\x1b]2;OWNED\x07.txt",
    b"two\nlines\r.txt",
    b"\xe2\x80\xaegnp.txt",
    b"[nope][@click=app.quit].txt",
    b"\xff\xfe\x80.txt",
    b"x" * 251 + b".txt",
    b"--db=x.txt",
    b"$(touch PWNED).txt",
    b"%s%n{0}.txt",
    b" .txt",
]


@posix
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_of_files(run, tmp_path, name):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118 - a name in bytes
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(b"Inspection of Camden\n\nIt is good.\n")
    run("import", os.fsdecode(path))
    run("import", folder)
    run("documents")
    run("documents", "--json")
    run("import", os.fsdecode(path) + "-missing")
    run("verify", os.fsdecode(path))
    run("documents", "--db", os.fsdecode(path))
    run("export", "--output", os.fsdecode(path) + "/none/x.csv")
    assert not (tmp_path / "PWNED").exists()


@posix
def test_what_is_no_file(run, tmp_path):
    (tmp_path / "round").symlink_to(tmp_path / "round")
    for name in (tmp_path / "round", "/dev/null", tmp_path, "", "-", "~nobody/x", "[", "**/" * 40):
        assert run("import", name).code == 2
        assert run("documents", "--db", name).code == 2


@posix
def test_pipes_are_not_waited_for(run, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe" in run("import", tmp_path / "pipe.txt").err
    assert "not a file" in run("documents", "--db", tmp_path / "pipe.txt").err


@pytest.fixture
def worked(tmp_path, codebook):
    """Return what makes a database in which a payload stands in every field that holds text."""

    def made(payload: str):
        database, path = tmp_path / "reviews.db", tmp_path / "report.txt"
        path.write_bytes(text_file(payload))
        with Store(database, create=True) as store:
            import_file(store, codebook, path, Given(title=payload, local_authority=payload))
            review = Review(store, codebook, begin(store, codebook, payload, payload))
            review.open_document(next(one.id for one in store.documents.all() if one.title == payload))
            change = review.tag(Passage(0, 30), codebook.areas[0], note=payload, direction=Direction.CLAIM)
            assert change.after.note == payload
        return database

    return made


@every_payload
def test_fields_through_the_commands(run, worked, tmp_path, payload):
    worked(payload)
    exported = tmp_path / "out.csv"
    for command in (
        ["documents"], ["sessions"], ["sessions", "--json"], ["annotations"], ["annotations", "--json"],
        ["coverage"], ["coverage", "--json"], ["structure", payload], ["annotations", "--session", payload],
        ["annotations", "--document", payload], ["tag", payload, "0", "5", "1", "--note", payload],
        ["tag", "no", "0", "5", payload], ["untag", payload], ["export", "--output", str(exported)],
        ["verify", str(exported)],
    ):  # fmt: skip
        run(*command)
    assert run("verify", str(exported)).code == 0
    with exported.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            assert not row["note"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert json.loads(run("annotations", "--json").out)


@pytest.mark.parametrize(
    "payload",
    [" ".join(list(PAYLOADS.values())[at : at + 4]) for at in range(0, len(PAYLOADS), 4)],
    ids=range(4),
)
async def test_fields_in_the_workbench(worked, codebook, payload):
    with Store(worked(payload)) as store:
        app = WorkbenchApp(store, codebook)
        async with driven(app) as driver:
            shown = ""
            for key in (
                "enter",
                "j",
                "1",
                "c",
                "escape",
                "tab",
                "j",
                "escape",
                "e",
                "escape",
                "S",
                "r",
                "escape",
            ):
                await driver.press(key)
                shown += driver.screen_text()
                assert not app.fault
        assert not UNSAFE.search(shown)
        assert not app.fault


@pytest.mark.parametrize("words", PAYLOADS.values(), ids=PAYLOADS)
def test_words_to_find_are_literal(words):
    text = f"before {words} after"
    pattern = find_pattern(words)
    hit = pattern and pattern.search(text)
    assert hit is None or hit[0].split() == words.split()
    assert words.split() == [] or hit is not None
    assert pattern is None or pattern.search("something else altogether") is None


@pytest.mark.parametrize("wanted", ["%", "_", "%%", "____", "' OR 1=1 --", "*", "[a-z]", '"'])
def test_ids_and_names_are_no_patterns(run, worked, wanted):
    worked("plain")
    for command in (["untag", wanted], ["structure", wanted], ["annotations", "--session", wanted]):
        assert run(*command).code == 2
    assert json.loads(run("annotations", "--json").out)


CSVS = {
    "nothing": b"",
    "NULs": b"\0" * 1_000,
    "a NUL in a cell": b"a,b\0c\n",
    "no UTF-8": b"\xff\xfe\xed\xa0\x80,x\n" * 5,
    "controls": "\x1b]52;c;x\x07\u202e,\x9b31m\n".encode(),
    "many columns": b"a," * 1_000_000 + b"\n",
    "one cell": b"x" * 30_000_000,
    "an open quote": b'"' + b"line\n" * 100_000,
    "quotes": b'"' * 100_001 + b"\n",
    "formulas": b"=1+1,+1,-1,@x,\t=1\n",
}


@pytest.mark.parametrize("name", CSVS)
def test_a_csv_that_is_none(run, worked, tmp_path, name):
    worked("plain")
    (tmp_path / "a.csv").write_bytes(CSVS[name])
    assert run("verify", tmp_path / "a.csv").code == 1
    assert run("verify", tmp_path / "a.csv", "--json").code == 1


@every_payload
def test_a_csv_with_hostile_cells(run, worked, tmp_path, payload):
    worked("plain")
    exported = tmp_path / "out.csv"
    run("export", "--output", exported)
    _header, row, *_ = exported.read_text("utf-8-sig").splitlines(keepends=True)
    cells = next(csv.reader([row]))
    for place in range(len(cells)):
        changed = [*cells[:place], payload, *cells[place + 1 :]]
        with exported.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(changed)
    said = run("verify", exported)
    assert said.code == 1
    assert said.out.count("\n") >= len(cells)
    run("verify", exported, "--json")


@every_payload
def test_hostile_toml(tmp_path, payload):
    path = tmp_path / "\x1b]2;x\x07.toml" if os.name == "posix" else tmp_path / "x.toml"
    for content in (
        payload,
        f"title = {json.dumps(payload)}",
        f"{json.dumps(payload)} = 1",
        f"'{payload}' = 1",
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(UserError) as caught:
            read_codebook(path)
        assert str(caught.value).isprintable()
        keymap, warnings = read_keymap(path)
        assert not keymap
        assert all(warning.isprintable() for warning in warnings)


def test_everything_at_once_in_a_terminal(worked, tmp_path):
    config = tmp_path / "config"
    config.mkdir()
    (config / "keys.toml").write_text(
        f'"{SHORT.encode("unicode_escape").decode()}" = "x"\n'.replace("\\x", "\\u00")
    )
    database = worked("".join(value for name, value in PAYLOADS.items() if name != "wide"))
    with Terminal(database, OFSTED_TUI_CONFIG=str(config)) as terminal:
        terminal.until("undo deletion")
        for keys, shown in (
            ("\r", "1 annotation"),
            ("c", "ctrl+s"),
            ("\x1b", "has changed"),
            ("\x11", "\x1b[?1049l"),
        ):
            terminal.send(keys)
            terminal.until(shown)
        assert terminal.ended() == 0
        assert_nothing_got_through(terminal.written)


@pytest.mark.parametrize(
    "command", [["documents"], ["annotations"], ["structure", "nothing\x1b[2J\x9b"], ["untag", "\x1bc"]]
)
def test_a_command_in_a_terminal(worked, command):
    database = worked("".join(value for name, value in PAYLOADS.items() if name != "wide"))
    with Terminal(database, *command) as terminal:
        terminal.ended()
        assert not UNSAFE.search(terminal.written.decode().replace("\r\n", "\n"))
        assert b"Traceback" not in terminal.written
