"""Names, folders and patterns stand for files, each once, in an order that people expect."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.importing.file_search import documents_in, natural_key


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def found(*names):
    answer = documents_in([str(name) for name in names])
    assert answer.problems == []
    return [path.name for path in answer.files]


def problem(*names):
    answer = documents_in([str(name) for name in names])
    assert len(answer.problems) == 1
    assert "\n" not in answer.problems[0]
    return answer.problems[0]


def link(path, target):
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("no symbolic links here")


def test_a_file_is_itself_whatever_its_suffix(tmp_path):
    make(tmp_path, "b.xyz", "a.pdf", ".hidden.txt")
    assert found(tmp_path / "b.xyz", tmp_path / "a.pdf", tmp_path / ".hidden.txt") == [
        "b.xyz",
        "a.pdf",
        ".hidden.txt",
    ]


def test_a_missing_file_is_left_to_whoever_reads_it(tmp_path):
    assert found(tmp_path / "none.pdf") == ["none.pdf"]


def test_a_folder_is_its_documents_in_natural_order(tmp_path):
    make(
        tmp_path,
        "r10.pdf",
        "r9.PDF",
        "R2.docx",
        "x.xlsx",
        "b/r1.html",
        "b/deep/n.md",
        "a/z.txt",
        "m.markdown",
    )
    expected = ["m.markdown", "R2.docx", "r9.PDF", "r10.pdf", "z.txt", "r1.html", "n.md"]
    assert found(tmp_path) == expected


def test_hidden_files_and_lock_files_are_left_out(tmp_path):
    make(tmp_path, "a.txt", ".b.txt", "~$c.docx", ".git/d.txt")
    assert found(tmp_path) == ["a.txt"]
    assert found(tmp_path / "*") == ["a.txt"]


def test_links_that_lead_in_a_circle_end(tmp_path):
    make(tmp_path, "a.txt", "in/b.txt")
    link(tmp_path / "in" / "loop", tmp_path)
    link(tmp_path / "in" / "self", tmp_path / "in" / "self")
    assert found(tmp_path) == ["a.txt", "b.txt"]


def test_each_file_comes_once(tmp_path):
    make(tmp_path, "a.txt", "b.txt")
    link(tmp_path / "c.txt", tmp_path / "a.txt")
    names = [tmp_path / "b.txt", tmp_path, tmp_path / "*.txt", tmp_path / "x" / ".." / "a.txt"]
    assert found(*names) == ["b.txt", "a.txt"]


def test_patterns(tmp_path):
    make(tmp_path, "b2.pdf", "b10.pdf", "c.txt", "in/d.pdf")
    assert found(tmp_path / "*.pdf") == ["b2.pdf", "b10.pdf"]
    assert found(tmp_path / "b[12]*.pdf") == ["b2.pdf", "b10.pdf"]
    assert found(tmp_path / "**" / "*.pdf") == ["b2.pdf", "b10.pdf", "d.pdf"]


def test_a_real_name_is_meant_before_the_pattern(tmp_path):
    make(tmp_path, "a[1].txt", "a1.txt", "in[2]/b.txt")
    assert found(tmp_path / "a[1].txt") == ["a[1].txt"]
    assert found(tmp_path / "in[2]") == ["b.txt"]


def test_patterns_without_a_folder_are_for_the_folder_one_is_in(tmp_path, monkeypatch):
    make(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    assert documents_in(["*.txt"]).files == [Path("a.txt")]


def test_the_home_folder(tmp_path, monkeypatch):
    make(tmp_path, "a.txt")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    assert found("~/a.txt") == found("~/*.txt") == found("~") == ["a.txt"]


def test_problems_in_words(tmp_path):
    make(tmp_path, "x.xlsx")
    assert "holds no documents" in problem(tmp_path)
    assert "matches no file" in problem(tmp_path / "*.pdf")
    assert "\x1b" not in problem(str(tmp_path / "\x1b[2J*"))


def test_a_problem_does_not_stop_the_others(tmp_path):
    make(tmp_path, "a.txt")
    answer = documents_in([str(tmp_path / "*.pdf"), str(tmp_path)])
    assert [path.name for path in answer.files] == ["a.txt"]
    assert len(answer.problems) == 1


def test_names_that_cannot_be_are_left_to_whoever_reads_them():
    assert len(documents_in(["a\0b", "x" * 5_000]).files) == 2
    assert documents_in(["a\0b*"]).files in ([], [Path("a\0b*")])


def test_too_many_files_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr("ofsted_tui.model.limits.FILES", 3)
    make(tmp_path, *(f"{number}.txt" for number in range(5)))
    answer = documents_in([str(tmp_path)])
    assert len(answer.files) == 3
    assert "more than 3 files" in answer.problems[0]


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_names_with_odd_bytes(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text("x")
    assert len(found(tmp_path)) == 1


@given(st.lists(st.text(alphabet="ab01٣²", max_size=5)))
def test_the_natural_order_is_an_order(names):
    paths = [Path(name) for name in names]
    in_order = sorted(paths, key=natural_key)
    paths.reverse()
    assert sorted(paths, key=natural_key) == in_order


@pytest.mark.parametrize("name", ["", " "])
def test_no_name_is_not_the_folder_one_is_in(name):
    found = documents_in([name])
    assert (found.files, len(found.problems)) == ([], 1)


def test_a_pattern_that_goes_through_every_folder_over_and_over_is_refused(tmp_path):
    found = documents_in([str(tmp_path) + "/**" * 40])
    assert found.files == []
    assert "** more than twice" in found.problems[0]
