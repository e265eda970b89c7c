"""The program's own files are found in a checkout and in an installed wheel."""

from pathlib import Path

import pytest

from ofsted_tui import resources
from ofsted_tui.model.errors import UserError
from tests.folders import ROOT


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder that holds the package; the package finds itself there."""
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "ofsted_tui")
    return tmp_path


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")
    return path


def test_a_checkout_has_its_files_beside_the_package():
    assert resources.data_file("ilacs.toml") == ROOT / "data" / "ilacs.toml"
    assert resources.seeds_folder() == ROOT / "seeds"


def test_a_wheel_has_its_files_in_the_package(home):
    wanted = put(home / "ofsted_tui" / "data" / "ilacs.toml")
    manifest = put(home / "ofsted_tui" / "seeds" / "manifest.toml")
    assert resources.data_file("ilacs.toml") == wanted
    assert resources.seeds_folder() == manifest.parent


def test_the_data_of_another_package_beside_it_is_not_taken(home):
    wanted = put(home / "ofsted_tui" / "data" / "ilacs.toml")
    put(home / "data" / "ilacs.toml")
    assert resources.data_file("ilacs.toml") == wanted


def test_a_folder_without_the_file_is_passed_over(home):
    (home / "ofsted_tui" / "data").mkdir(parents=True)
    (home / "ofsted_tui" / "seeds").mkdir()
    data, manifest = put(home / "data" / "ilacs.toml"), put(home / "seeds" / "manifest.toml")
    assert resources.data_file("ilacs.toml") == data
    assert resources.seeds_folder() == manifest.parent


def test_a_missing_file_is_named(home):
    with pytest.raises(UserError, match=r"^data/ilacs\.toml is missing from .*install ofsted-tui again\.$"):
        resources.data_file("ilacs.toml")
    with pytest.raises(UserError, match=r"^seeds/manifest\.toml is missing"):
        resources.seeds_folder()
