"""Where the paragraphs of a PDF begin and end."""

import pytest

from ofsted_tui.reading.formats.pdf import pdf_text
from tests.pdf_maker import HANG, LEFT, block, line, make_pdf

FULL = "Words that run on to the right margin of the page so that the line is quite full of"
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


def numbered(*texts):
    return list(texts), {"hang": HANG}


def plain(*texts, **more):
    return list(texts), more


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
