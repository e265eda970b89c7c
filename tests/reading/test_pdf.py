"""A PDF in, its running text out: made-up layouts, and real reports where they are at hand."""

import re

import pytest

from ofsted_tui.model.errors import ReadingError
from ofsted_tui.reading.formats.pdf import PdfBlock, footnote_blocks, pdf_text
from ofsted_tui.reading.formats.pdf_pages import Line, PageLines
from tests.folders import REPORTS, gold_documents, needs_reports, table_rows
from tests.pdf_maker import HANG, LEFT, block, line, make_pdf

HEAD = "Inspection of Anytown local authority children's services"
FULL = "Words that run on to the right margin of the page so that the line is quite full of"


def page(number, *paragraphs, head=True):
    """Return a page in the layout of 2022: a head in two lines, then paragraphs from the top down."""
    lines = [line(HEAD, 800, size=10), line(f"11 to 22 July 2022 {number}", 788, size=10)] if head else []
    y = 750
    for texts, more in paragraphs:
        made, y = block(texts, y, **more)
        lines += made
        y -= 12
    return lines


def plain(*texts, **more):
    return list(texts), more


def numbered(*texts):
    return list(texts), {"hang": HANG}


def paragraphs(data):
    return [one for one in pdf_text(data).text.split("\n") if one]


def test_lines_become_paragraphs_and_gaps_divide_them():
    made = make_pdf([page(1, plain("One line of text that", "goes on here."), plain("Another."), head=False)])
    assert paragraphs(made) == ["One line of text that goes on here.", "Another."]


def test_running_heads_and_page_numbers_are_left_out():
    pages = [page(n, plain(f"Page text {'abc'[n - 1]} is here and says something.")) for n in (1, 2, 3)]
    found = paragraphs(make_pdf(pages))
    assert found == [f"Page text {letter} is here and says something." for letter in "abc"]


def test_a_lone_page_number_is_left_out():
    pages = [
        [line(str(n), 30, x=300), *page(n, plain(f"Some words {'abc'[n - 1]}."), head=False)]
        for n in (1, 2, 3)
    ]
    assert paragraphs(make_pdf(pages)) == ["Some words a.", "Some words b.", "Some words c."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. Children get help from", "the hub soon."),
        ("1. Children who live with the", "Council's carers do well."),
        ("1. A well-", "planned move."),
    ],
)
def test_a_paragraph_over_a_page_break_is_one(first, second):
    made = make_pdf(
        [
            page(1, numbered(FULL, first)),
            page(2, ([second], {"x": HANG}), numbered("2. Another one.")),
            page(3, numbered("3. The last.")),
        ]
    )
    joint = "" if first.endswith("-") else " "
    assert f"{first}{joint}{second}" in pdf_text(made).text


def test_a_break_exactly_at_a_full_stop_is_told_by_the_hanging_indent():
    made = make_pdf(
        [
            page(1, numbered("1. A first sentence that is long enough", "to wrap and ends here.")),
            page(2, (["The second sentence."], {"x": HANG}), numbered("2. Another.")),
            page(3, plain("A paragraph at the margin.")),
        ]
    )
    assert (
        paragraphs(made)[0]
        == "1. A first sentence that is long enough to wrap and ends here. The second sentence."
    )
    assert paragraphs(made)[-1] == "A paragraph at the margin."


def test_a_figure_at_the_hanging_indent_is_no_paragraph_number():
    made = make_pdf(
        [
            page(
                1,
                numbered(
                    "1. The time of COVID-", "19. Senior leaders saw it through.", "18. Aged so, they left."
                ),
            )
        ]
    )
    assert len(paragraphs(made)) == 2  # the head of a single page, and one paragraph


def test_a_number_drawn_apart_from_its_paragraph_belongs_to_it():
    made = make_pdf(
        [[line("1.", 700), line("Children do well.", 700, x=HANG), line("They like it.", 685, x=HANG)]]
    )
    assert paragraphs(made) == ["1. Children do well. They like it."]


def test_a_line_back_at_the_margin_begins_a_paragraph():
    first, y = block(["1. Children do well here and are", "known to their workers."], 700, hang=HANG)
    made = make_pdf([[*first, *block(["The next heading"], y)[0]]])
    assert paragraphs(made) == [
        "1. Children do well here and are known to their workers.",
        "The next heading",
    ]


@pytest.mark.parametrize(
    "cell", [["Requires improvement to", "be good"], ["Requires improvement", "to be good"]]
)
def test_a_grade_over_two_lines_is_one_grade(cell):
    rows = [
        line("Judgement", 700),
        line("Grade", 700, x=400),
        line("The experiences and progress of children", 680),
        line(cell[0], 680, x=400),
        line("in care", 666),
        line(cell[1], 666, x=400),
        line("Overall effectiveness", 646),
        line("Good", 646, x=400),
    ]
    assert paragraphs(make_pdf([rows]))[1:] == [
        "The experiences and progress of children in care\tRequires improvement to be good",
        "Overall effectiveness\tGood",
    ]


@pytest.mark.parametrize("bullet", ["•", "\u2013", "-", "o"])
def test_bullets_are_alike(bullet):
    made = make_pdf(
        [
            page(
                1,
                plain("What needs to improve:"),
                ([f"{bullet} The first point", "in two lines."], {"hang": HANG}),
            )
        ]
    )
    assert "- The first point in two lines." in paragraphs(made)


def test_footnotes_stand_aside_and_their_marks_are_gone():
    made = make_pdf(
        [
            [
                line("What needs to improve?", 700),
                (LEFT + 130, 705, 7, "1"),
                *block(["1. A paragraph that goes on over", "the page"], 660, hang=HANG)[0],
                line("1 The areas for improvement have been", 80, size=9),
                line("cross-referenced.", 69, size=9),
            ],
            [*block(["to its end."], 750, x=HANG)[0], *block(["2. Next."], 700)[0]],
        ]
    )
    found = paragraphs(made)
    assert found == [
        "What needs to improve?",
        "1. A paragraph that goes on over the page to its end.",
        "1 The areas for improvement have been cross-referenced.",
        "2. Next.",
    ]


def test_what_was_drawn_last_but_stands_first_is_read_first():
    made = make_pdf([[*block(["Below it all."], 400)[0], *block(["Above it all."], 700)[0]]])
    assert paragraphs(made) == ["Above it all.", "Below it all."]


def test_columns_are_read_one_after_the_other():
    left, _ = block(["Left one", "left two", "left three."], 700, x=60)
    right, _ = block(["Right one", "right two", "right three."], 700, x=330)
    text = " ".join(paragraphs(make_pdf([[*left, *right]])))
    assert text.index("left three.") < text.index("Right one")


def test_rows_of_the_judgement_table_are_rows_however_wrapped():
    rows = [
        line("Judgement", 700),
        line("Grade", 700, x=400),
        line("The impact of leaders on social work", 680),
        line("Inadequate", 673, x=400),
        line("practice with children and families", 666),
        line("The experiences and progress of", 646),
        line("children in care and care leavers", 632),
        line("Requires improvement to be good", 632, x=400),
        line("Overall effectiveness", 612),
        line("Inadequate", 612, x=400),
        *block(["Services have declined since the last inspection and leaders know it well now."], 580)[0],
    ]
    assert paragraphs(make_pdf([rows])) == [
        "Judgement\tGrade",
        "The impact of leaders on social work practice with children and families\tInadequate",
        "The experiences and progress of children in care and care leavers\tRequires improvement to be good",
        "Overall effectiveness\tInadequate",
        "Services have declined since the last inspection and leaders know it well now.",
    ]


def test_a_blank_line_stands_between_what_is_no_row_item_or_line_of_one_group():
    rows = [
        *block(["The letter says", "in some lines what", "the table shows."], 770)[0],
        line("Judgement", 700),
        line("Grade", 700, x=400),
        line("Overall effectiveness", 670),
        line("Good", 670, x=400),
        *block(["What needs to improve in the time that is left before", "the next visit:"], 640)[0],
        *block(["• The first point", "in two lines."], 595, hang=HANG)[0],
        *block(["• The second point", "in two lines."], 555, hang=HANG)[0],
        *block(["A paragraph after the points, which", "is so long that it", "takes three lines."], 500)[0],
        line("Ann Example", 440),
        line("Her Majesty’s Inspector", 421),
    ]
    assert pdf_text(make_pdf([rows])).text == (
        "The letter says in some lines what the table shows.\n\n"
        "Judgement\tGrade\nOverall effectiveness\tGood\n\n"
        "What needs to improve in the time that is left before the next visit:\n\n"
        "- The first point in two lines.\n- The second point in two lines.\n\n"
        "A paragraph after the points, which is so long that it takes three lines.\n\n"
        "Ann Example\nHer Majesty’s Inspector\n"
    )


def test_soft_spaces_are_plain_spaces():
    made = make_pdf([page(1, plain("Ofsted\u00a0will say\u00a0so."), head=False)])
    assert paragraphs(made) == ["Ofsted will say so."]


def test_every_page_has_its_beginning():
    made = make_pdf([page(n, plain(f"Text of page {'abc'[n - 1]} stands here.")) for n in (1, 2, 3)])
    source = pdf_text(made)
    assert [source.text[at:].split(" stands")[0] for at in source.pages] == [
        "Text of page a",
        "Text of page b",
        "Text of page c",
    ]


def test_a_page_that_begins_within_a_paragraph_begins_there():
    made = make_pdf([page(1, numbered(FULL, "1. It goes on to")), page(2, (["the next page."], {"x": HANG}))])
    source = pdf_text(made)
    assert source.text[source.pages[1] :].startswith("the next page.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4\nnothing of the kind\n%%EOF", "damaged"),
        (make_pdf([page(1, plain("x" * 60))] * 3)[:-200], "cut short"),
        (make_pdf([page(1, plain("Secret words."))], password="open"), "password"),
        (make_pdf([[]] * 3, image_only=True), "no text, only pictures"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, words):
    with pytest.raises(ReadingError, match=words):
        pdf_text(data)


def test_pages_without_text_among_others_are_told():
    made = make_pdf(
        [page(1, plain("Text enough to count as a page of text, and more of it than needed.")), []]
    )
    assert pdf_text(made).remarks == ("1 of 2 pages hold no text",)


def _words(text):
    return re.sub(r"\s+", " ", text.translate(str.maketrans("‘’“”", "''\"\""))).strip()


@needs_reports
def test_the_report_agrees_word_for_word_with_the_sample_text():
    gold = gold_documents()["001"]
    source = pdf_text((REPORTS / "2023-07-03_portsmouth.pdf").read_bytes())
    found = {_words(one) for one in source.text.split("\n")}
    assert [one["n"] for one in gold["paragraphs"] if _words(one["text"]) not in found] == []


@needs_reports
def test_no_paragraph_of_the_real_reports_begins_in_the_middle():
    for name in (row["file"] for row in table_rows("reports.csv")):
        lines = pdf_text((REPORTS / name).read_bytes()).text.split("\n")
        assert [one for one in lines if one[:1].islower()] == [], name


FULL_STOP = "Words that run on to the right margin of the page so that the line is quite full up."


def read(*pages):
    return [one for one in pdf_text(make_pdf(list(pages))).text.split("\n") if one]


def column(*paragraphs, top=740, gap=12):
    lines = []
    for texts, more in paragraphs:
        made, top = block(texts, top, **more)
        lines += made
        top -= gap
    return lines


def test_a_paragraph_of_one_line_cut_at_a_full_stop_goes_on_at_the_hang_of_those_before():
    found = read(
        column(numbered("1. A first one that is long enough to", "wrap."), numbered("2. It ends here.")),
        column((["It goes on."], {"x": HANG}), numbered("3. The last of them.")),
    )
    assert found[1:] == ["2. It ends here. It goes on.", "3. The last of them."]


def test_unindented_text_goes_on_after_a_full_stop_where_its_line_had_no_room():
    assert len(read(column(plain(FULL, FULL_STOP)), column(plain("Another sentence follows here.")))) == 1


def test_unindented_text_begins_anew_where_the_last_line_had_room():
    assert len(read(column(plain(FULL, "a short end.")), column(plain("Another sentence is here.")))) == 2


def test_the_end_matter_never_goes_on():
    found = read(column(plain(FULL, FULL_STOP)), column(plain("The Office for Standards in Education is.")))
    assert len(found) == 2


def test_an_age_at_the_top_of_a_page_is_no_number_where_the_line_before_runs_on():
    flush = {"hang": LEFT}
    first = (["17. " + FULL, FULL], flush)
    chain = [([f"{n}. A paragraph."], flush) for n in range(1, 17)]
    found = read(column(*chain, first), column((["18. Personal advisers help."], flush)))
    assert found[-1].startswith("17.")


def test_a_line_at_the_known_hang_is_no_number():
    above = column(
        numbered("1. A first one that is long enough to", "wrap here."),
        numbered("2. They wait until they are"),
    )
    found = read([*above, line("3. Then it is too late.", above[-1][1] - 14.5, x=HANG)])
    assert found[1:] == ["2. They wait until they are 3. Then it is too late."]


@pytest.mark.parametrize("heading", ["Social care", "Main findings", "Next steps"])
def test_text_begins_under_a_heading_of_its_own_size_without_a_gap(heading):
    lines = column(plain("A sentence that stands above."), top=740)
    lines += [line(heading, 690), line(FULL, 674), line("and ends.", 659.5)]
    assert read(lines)[1:] == [heading, f"{FULL} and ends."]


def test_an_area_heading_right_under_a_paragraph_is_no_part_of_it():
    lines = [
        line("1. Children do well.", 700),
        line("The experiences and progress of children in care: good", 685.5),
        line("2. Children like their homes.", 671),
    ]
    assert read(lines) == [
        "1. Children do well.",
        "The experiences and progress of children in care: good",
        "2. Children like their homes.",
    ]


def drawn(text, page=0, left=72.0):
    return Line(text, left, 500.0, 700.0, 12.0, page)


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("children in care and", "care leavers", "children in care and care leavers"),
        ("care-", "experienced people", "care-experienced people"),
        ("day-", "to-day lives", "day-to-day lives"),
        ("homeless 16-", "and 17-year-olds", "homeless 16- and 17-year-olds"),
    ],
)
def test_the_end_of_a_line(first, second, text):
    block = PdfBlock(first, 0, [drawn(first)])
    block.add(drawn(second))
    assert block.text == text


def test_where_a_page_begins_within_a_paragraph():
    block = PdfBlock("one", 0, [drawn("one")])
    block.add(drawn("two", page=1))
    assert block.breaks == [(4, 1)]
    assert block.text[4:] == "two"


def test_footnotes_are_paragraphs_of_their_own():
    page = PageLines(0, 842.0, [], [drawn("1 A first note that"), drawn("goes on."), drawn("2 A second.")])
    assert [one.text for one in footnote_blocks(page)] == ["1 A first note that goes on.", "2 A second."]
