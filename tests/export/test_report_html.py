"""The report as one HTML file: nothing in it acts, and everything in it can be checked."""

import re
from html.parser import HTMLParser

import pytest

from ofsted_tui.export.atomic_file import OtherFileError
from ofsted_tui.export.report.html import html_lines, write_html
from ofsted_tui.export.verify import verify_file
from tests.report_samples import HOSTILE, hostile, reported, worked

VOID = {"meta", "br"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "nav", "ol", "li", "main", "section"),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "span",
        "figure",
        "figcaption",
        "svg",
        "desc",
        "text",
        "path",
        "rect",
        "circle",
    ),
    *("g", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "br", "article", "blockquote"),
    *("details", "summary", "dl", "dt", "dd", "footer", "code"),
}


class Seen(HTMLParser):
    """What an HTML reader makes of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.open, self.headings = [], [], [], []
        self.images = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if ("role", "img") in attrs:
            self.images += 1

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def page(store, codebook):
    return "\n".join(html_lines(reported(worked(store, codebook))))


def test_it_is_well_formed_with_headings_in_order(page):
    seen = Seen(page)
    assert seen.open == []
    assert seen.headings[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(seen.headings, seen.headings[1:], strict=False))
    assert page.startswith('<!doctype html>\n<html lang="en-GB"')


def test_nothing_is_fetched_and_nothing_runs(page):
    seen = Seen(page)
    assert set(seen.tags) <= ALLOWED
    names = {name for name, _ in seen.attributes}
    assert not any(name.startswith("on") or name in ("src", "srcset", "action", "style") for name in names)
    links = [value for name, value in seen.attributes if name == "href"]
    assert all(link.startswith("#") for link in links)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_every_link_leads_somewhere(page):
    seen = Seen(page)
    ids = [value for name, value in seen.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value[1:] for name, value in seen.attributes if name == "href"} <= set(ids)


def test_what_the_report_is_asked_for_is_there(page):
    for words in (
        "Evidence report: Sample review",
        "Grades over time",
        "not a judgement then",
        "Requires improvement to be good",
        "The pace of change and progress for care leavers has been too slow.",
        "Health histories – improving",
        "64 months",
        "It overstates",
        "A claim, no finding",
        "Improvement plan",
        "Crown copyright",
        "6 findings",
        "1 claim",
    ):
        assert words in page, words


def test_a_claim_in_the_plan_is_named_as_one(page):
    plan = page.partition('<section id="plan"')[2].partition("</section>")[0]
    assert "</span> (a claim, no finding): the development of an employment academy" in plan


def test_pictures_say_what_they_show(page):
    seen = Seen(page)
    assert seen.images == 1 + 2 + 2  # grades of Portsmouth, two matrices, two threads
    assert page.count("<svg") == seen.images == page.count("<desc>")


def test_a_quote_over_a_page_break_reads_as_one(page):
    assert "leaders have increased the well-being, training and support offer" in page


def test_hostile_texts_are_nothing_but_text(store, codebook, add_document, add_session, tmp_path):
    review = hostile(store, codebook, add_document, add_session)
    page = "\n".join(html_lines(reported(review)))
    seen = Seen(page)
    assert seen.open == []
    assert set(seen.tags) <= ALLOWED
    assert not any(name.startswith("on") for name, _ in seen.attributes)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028]", page)
    path = tmp_path / "report.html"
    assert write_html(reported(review), path) == len(HOSTILE)
    result = verify_file(path, store, codebook)
    assert result.differences == ()
    assert result.rows == len(HOSTILE)


def test_the_same_data_gives_the_same_bytes(store, codebook, tmp_path):
    review = worked(store, codebook)
    for name in ("a", "b"):
        write_html(reported(review), tmp_path / f"{name}.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_file_of_another_kind_stays(store, codebook, tmp_path):
    path = tmp_path / "mine.html"
    path.write_text("<html>mine")
    report = reported(worked(store, codebook))
    with pytest.raises(OtherFileError):
        write_html(report, path)
    assert path.read_text() == "<html>mine"
    write_html(report, path, force=True)
    write_html(report, path)


def test_where_writing_is_stopped_nothing_is_left(store, codebook, tmp_path):
    def stop(_what, done, _total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_html(reported(worked(store, codebook)), tmp_path / "x.html", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_nothing_tagged_is_a_report_too(store, codebook, add_document, open_review):
    page = "\n".join(html_lines(reported(open_review(add_document("A letter of a few words.")))))
    assert Seen(page).open == []
    for words in (
        "Nothing is tagged yet",
        "No thread is followed yet",
        "None of these documents gives grades",
    ):
        assert words in page


def test_a_matrix_of_very_many_documents_is_a_table_only(store, codebook, add_document, open_review):
    documents = [add_document(f"Letter number {at}.", f"Letter {at}") for at in range(70)]
    page = "\n".join(html_lines(reported(open_review(*documents))))
    assert "Letter 69" in page
    assert page.count("<svg") == 0
