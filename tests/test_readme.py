"""What the README says, held against the program."""

import re

from textual.binding import Binding

from ofsted_tui.cli.program import program
from ofsted_tui.export.csv_columns import COLUMNS
from ofsted_tui.model.limits import TABLE
from ofsted_tui.tui import keys
from tests.folders import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_key_table_is_that_of_the_program() -> None:
    said = re.findall(r"^\| `(\S+)` \| (.+?) \| `([a-z_.0-9]+)` \|$", README, re.MULTILINE)
    held = [one for group in keys.GROUPS.values() for one in group if isinstance(one, Binding)]
    assert said == [(one.key, one.description, one.id) for one in held]


def test_the_headings_of_the_key_table_are_the_groups() -> None:
    section = README.split("## Keys")[1].split("## Commands")[0]
    assert re.findall(r"^\*\*(.+)\*\*$", section, re.MULTILINE) == list(keys.GROUPS)


def test_every_command_is_named() -> None:
    section = README.split("## Commands")[1].split("## The files")[0]
    assert [name for name in program.list_commands() if not re.search(rf"\b{name}\b", section)] == []


def test_the_columns_are_named_in_their_order() -> None:
    section = README.split("**The CSV**")[1].split("`document_sha256`.")[0] + "`document_sha256`"
    assert re.findall(r"`([a-z0-9_]+)`", section)[: len(COLUMNS)] == list(COLUMNS)


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"\]\((screenshots/[^)]+)\)", README)
    assert len(pictures) >= 6
    assert [one for one in pictures if not (ROOT / one).exists()] == []


def test_the_limits_are_those_in_force() -> None:
    section = README.split("| limit | |")[1].split("How it is tested")[0]
    assert re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE) == [*TABLE]
