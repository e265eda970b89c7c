"""What the documents say, held against the program."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from textual.binding import Binding

from ofsted_tui import __version__
from ofsted_tui.cli import exit_code
from ofsted_tui.cli.program import program
from ofsted_tui.cli.start import DATABASE, default_database
from ofsted_tui.export.csv_format import COLUMNS
from ofsted_tui.export.report import ENDINGS
from ofsted_tui.model.codebook import Codebook, Edition
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.limits import TABLE
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import default_reviewer
from ofsted_tui.store.backups import KEPT, Backups
from ofsted_tui.tui import keys
from ofsted_tui.tui.keymap_file import keymap_path
from tests.folders import ROOT

README_BYTES = 12_000
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
SAID_ONCE = {"--db", "--json"}
"""The options that commands.md explains once for all commands."""


def document(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def sections(text: str, level: int) -> dict[str, str]:
    """Return what stands below each heading of a level, up to the next heading of any."""
    parts = re.split(r"^(#+) (.+)$", text, flags=re.MULTILINE)
    return {
        title: body
        for marks, title, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
        if len(marks) == level
    }


def rows(text: str) -> list[tuple[str, ...]]:
    """Return the cells of the tables in a text, without heads."""
    lines = re.findall(r"^\|(.+)\|$", text, re.MULTILINE)
    cells = [tuple(cell.strip() for cell in line.split(" | ")) for line in lines]
    rules = [place for place, line in enumerate(lines) if re.fullmatch(r"[-|]+", line)]
    return [row for place, row in enumerate(cells) if place not in rules and place + 1 not in rules]


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# All documents


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_bytes()) <= README_BYTES


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        linked = path.parent / name if name else path
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), target


def test_the_readme_shows_every_picture_and_leads_to_every_document():
    readme = document("README.md")
    wanted = [*(ROOT / "screenshots").glob("*.svg"), *DOCUMENTS]
    missing = [path.name for path in wanted if f"({path.relative_to(ROOT).as_posix()})" not in readme]
    assert missing == ["README.md"]


def test_the_newest_entry_of_the_changelog_is_this_version():
    entries = re.findall(r"^## \[(.+?)\]", document("CHANGELOG.md"), re.MULTILINE)
    assert next(one for one in entries if one != "Unreleased") == __version__


@pytest.mark.parametrize("target", ["run", "test", "lint", "screenshots", "bench", "faults"])
def test_what_is_said_of_make_is_there(target):
    assert re.search(rf"^{target}:", document("Makefile"), re.MULTILINE)
    assert f"make {target} " in document("CONTRIBUTING.md")


# docs/keys.md


def test_every_key_stands_under_its_heading_and_none_is_invented():
    said = {name: rows(body) for name, body in sections(document("docs/keys.md"), 3).items()}
    held = {
        name: [(f"`{one.key}`", one.description, f"`{one.id}`") for one in group if isinstance(one, Binding)]
        for name, group in keys.GROUPS.items()
    }
    assert list(said) == list(held)
    assert said == held


def test_the_digits_mean_what_the_codebook_says():
    codebook = ilacs_codebook()
    said = rows(sections(document("docs/keys.md"), 2)["What the digits mean"])
    digits = sorted({area.digit for area in codebook.areas})
    held = [
        (str(digit), letter(codebook, digit), *(meaning(codebook, one, digit) for one in codebook.editions))
        for digit in digits
    ]
    assert said == held


def letter(codebook: Codebook, digit: int) -> str:
    (found,) = {area.letter for area in codebook.areas if area.digit == digit}
    return found


def meaning(codebook: Codebook, edition: Edition, digit: int) -> str:
    judged = [area for area in codebook.areas if area.code in edition.area_codes and area.digit == digit]
    return judged[0].short_title if judged else "not a judgement"


# docs/commands.md


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, those of a group behind it."""
    for name in program.list_commands():
        command = program.get_command(None, name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {verb}", one) for verb, one in command.commands.items())


COMMANDS = dict(commands())


def spellings(command: click.Command) -> list[set[str]]:
    """Return how each option of a command is written, but for that of its help."""
    return [{*one.opts, *one.secondary_opts} for one in command.params if isinstance(one, click.Option)]


def test_every_command_has_its_section_and_none_is_invented():
    said = sections(document("docs/commands.md"), 3)
    assert sorted(said) == sorted(COMMANDS)
    assert [name for name, body in said.items() if f"`ofsted-tui {name}" not in body] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_named_and_none_is_invented(name):
    body = sections(document("docs/commands.md"), 3)[name]
    said = [set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", row[0])) for row in rows(body)]
    assert said == [one for one in spellings(COMMANDS[name]) if not one & SAID_ONCE]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_value_that_can_be_chosen_is_named(name):
    for parameter in COMMANDS[name].params:
        if isinstance(parameter.type, click.Choice):
            text = where_said(name, parameter)
            assert [one for one in parameter.type.choices if not re.search(rf"\b{one}\b", text)] == []


def where_said(name: str, parameter: click.Parameter) -> str:
    """Return what is said of an option in its row, or of an argument in the section of its command."""
    body = sections(document("docs/commands.md"), 3)[name]
    if isinstance(parameter, click.Argument):
        return body
    (said,) = [row[1] for row in rows(body) if parameter.opts[0] in row[0]]
    return where_said("import", parameter) if "as for `import`" in said else said


def test_the_commands_without_database_or_json_are_those_named():
    without = {
        option: [name for name, one in COMMANDS.items() if {option} not in spellings(one)]
        for option in ("--db", "--json")
    }
    verbs = [name for name in COMMANDS if name.startswith("thread ")]
    assert without["--db"] == ["thread", "completion"]
    assert without["--json"] == ["thread", *verbs, "completion"]


def test_the_options_for_every_command_are_those_of_the_program():
    said = rows(sections(document("docs/commands.md"), 2)["For every command"])
    named = {spelling for row in said for spelling in re.findall(r"(?<![\w-])--?[a-z]+", row[0])}
    assert named == {"--json", "-h", "--help"}.union(*spellings(program))


def refuse() -> None:
    raise UserError("a reason")


def interrupt() -> None:
    raise KeyboardInterrupt


def test_the_exit_codes_are_those_of_the_program(capsys):
    said = [row[0] for row in rows(sections(document("docs/commands.md"), 2)["For every command"])]
    held = [exit_code(one) for one in (lambda: None, lambda: 1, refuse, interrupt)]
    assert [one for one in said if one.isdigit()] == [str(code) for code in held]
    assert capsys.readouterr().err == "ofsted-tui: a reason\n"


# docs/files.md


def test_the_columns_are_named_in_their_order():
    said = rows(sections(document("docs/files.md"), 2)["The CSV"])
    assert [row[0] for row in said] == [f"`{name}`" for name in COLUMNS]


def test_the_limits_are_those_in_force():
    assert rows(sections(document("docs/files.md"), 2)["Limits"]) == [*TABLE]


def test_the_formats_of_the_report_are_named():
    said = sections(document("docs/files.md"), 2)["The report"].split(";")[0]
    assert sorted(re.findall(r"`(\.[a-z]+)`", said)) == sorted(ENDINGS)


def test_the_variables_are_those_that_count(monkeypatch, tmp_path):
    said = re.findall(r"^\| `([A-Z_]+)` \|", document("docs/files.md"), re.MULTILINE)
    monkeypatch.setenv("OFSTED_TUI_CONFIG", str(tmp_path))
    monkeypatch.setenv("OFSTED_TUI_REVIEWER", "A. Reviewer")
    assert keymap_path() == tmp_path / "keys.toml"
    assert default_reviewer() == "A. Reviewer"
    assert said == [DATABASE, "OFSTED_TUI_CONFIG", "OFSTED_TUI_REVIEWER", "NO_COLOR"]


@pytest.mark.skipif(sys.platform != "linux", reason="the table has a column for each platform")
def test_the_files_are_where_it_says(monkeypatch):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "OFSTED_TUI_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    said = rows(sections(document("docs/files.md"), 2)["Where your files are"])
    held = [default_database(), keymap_path()]
    assert [row[1] for row in said[:2]] == [f"`~/{path.parent.relative_to(Path.home())}`" for path in held]
    assert [row[0].split("`")[1] for row in said[:2]] == [path.name for path in held]


# docs/guarantees.md


def test_the_copies_are_where_it_says_and_as_many(tmp_path):
    backups = Backups(tmp_path / "reviews.db", lambda: "2026-01-05T09:00:00.000Z")
    said = sections(document("docs/guarantees.md"), 2)["There are copies"]
    assert f"`{backups.folder.name}/`" in said
    assert f"The last {KEPT} stay" in said


def test_the_table_of_faults_has_every_goal():
    goals = document("tests/faults/figures.py").partition("}")[0]
    held = re.findall(r'^    "([RS]\d+)": "(.+)",$', goals, re.MULTILINE)
    said = re.findall(r"^([RS]\d+) (\S.*?)  +", document("docs/guarantees.md"), re.MULTILINE)
    assert len(held) > 10
    assert said == held


# docs/speed.md


def test_the_benchmarks_are_named():
    names = sorted(
        path.stem.removeprefix("bench_") for path in (ROOT / "tests/benchmarks").glob("bench_*.py")
    )
    (said,) = re.findall(r"^The names are (.+?)\. ", document("docs/speed.md"), re.MULTILINE)
    assert re.findall(r"`([a-z]+)`", said) == names


# docs/architecture.md


def test_the_layers_are_those_that_are_held():
    (said,) = re.findall(r"^cli ─► .+$", document("docs/architecture.md"), re.MULTILINE)
    contracts = tomllib.loads(document("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (held,) = [one["layers"] for one in contracts if one["type"] == "layers"]
    assert said.split(" ─► ") == [layer.replace("ofsted_tui.", "") for layer in held]


def test_every_package_is_said_to_hold_something():
    said = [row[0] for row in rows(sections(document("docs/architecture.md"), 2)["The layers"])]
    held = [path.parent.name for path in (ROOT / "ofsted_tui").glob("*/__init__.py")]
    assert sorted(said) == sorted(f"`ofsted_tui/{name}/`" for name in held)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_module_and_folder_that_is_named_is_there(path):
    named = re.findall(r"`((?:ofsted_tui|data|docs|tests)/[^`\s]*)`", path.read_text("utf-8"))
    assert [one for one in named if not (ROOT / one).exists()] == []
