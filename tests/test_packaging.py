"""What people install holds all that runs here."""

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.folders import ROOT


def built(target: str, folder: Path) -> Path:
    """Build this checkout and return the file that came of it."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (found,) = folder.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in a wheel of this checkout."""
    with ZipFile(built("wheel", tmp_path_factory.mktemp("wheel"))) as opened:
        return set(opened.namelist())


def files(*folders: str) -> set[Path]:
    return {
        path.relative_to(ROOT)
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_holds_every_file_of_the_program(wheel):
    assert {path.as_posix() for path in files("ofsted_tui")} <= wheel


def test_wheel_holds_the_sample_corpus_and_the_codebook(wheel):
    assert {f"ofsted_tui/{path.as_posix()}" for path in files("data", "seeds")} <= wheel


def test_every_folder_of_the_program_is_a_package():
    python = [path for path in files("ofsted_tui") if path.suffix == ".py"]
    assert {path.parent for path in python} == {path.parent for path in python if path.name == "__init__.py"}


def test_sdist_holds_what_people_read_and_run(tmp_path):
    with tarfile.open(built("sdist", tmp_path)) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    documents = {path.name for path in ROOT.glob("*.md")} | {path.as_posix() for path in files("docs")}
    assert documents | {"LICENSE", "Makefile", "constraints.txt", "pyproject.toml"} <= names
    assert {path.as_posix() for path in files("ofsted_tui", "data", "seeds", "screenshots")} <= names
