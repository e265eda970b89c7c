"""Tests of ofsted_tui/reading/structure/paragraphs.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.document import SourceText
from ofsted_tui.model.paragraph import Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.segmentation import last_nonspace, next_nonspace
from ofsted_tui.reading.structure.assembly import structure_of
from ofsted_tui.reading.structure.paragraphs import (
    ParagraphRuler,
    furniture_lines,
    joined_over_pages,
    numbered_paragraphs,
    paragraphs,
    runs_on,
)
from tests.folders import gold_documents, sample_text

LONG = "The local authority has made a difference to the lives of the children who live in the area"


def spans(lines: list[str]) -> list[Passage]:
    found, start = [], 0
    for line in lines:
        found.append(Passage(start, start + len(line)))
        start += len(line) + 1
    return found


def numbers(lines: list[str]) -> list[int | None]:
    places = spans(lines)
    found = numbered_paragraphs("\n".join(lines), places)
    return [found.get(place.start) for place in places]


def report(*printed: int) -> list[str]:
    return [f"{number}. Children are safe." for number in printed]


@given(st.integers(3, 99))
def test_a_clean_report(last: int) -> None:
    printed = list(range(1, last + 1))
    assert numbers(report(*printed)) == printed


@pytest.mark.parametrize(
    "printed",
    [
        [*range(1, 15), *range(16, 40)],
        [*range(1, 34), *range(35, 63)],
        [*range(1, 58), 57, *range(58, 64)],
        [*range(1, 10), *range(12, 30)],
    ],
    ids=["15 missing", "34 missing", "two 57s", "10 and 11 missing"],
)
def test_faults_of_real_reports_are_kept_as_printed(printed: list[int]) -> None:
    assert numbers(report(*printed)) == printed


def test_an_age_and_covid_19_are_no_numbers() -> None:
    lines = [*report(*range(1, 18)), f"{LONG} until they are", "18. They are then on their own.", *report(18)]
    lines += [f"{LONG} because of COVID-", "19. The services have recovered.", *report(*range(19, 25))]
    expected = [*range(1, 18), None, None, 18, None, None, *range(19, 25)]
    assert numbers(lines) == expected


def test_an_age_at_the_end_of_the_report_is_no_number() -> None:
    lines = [*report(*range(1, 18)), f"{LONG} until they are", "18. They are then on their own."]
    assert numbers(lines) == [*range(1, 18), None, None]


def test_a_number_after_a_heading_or_a_page_number_counts() -> None:
    heading = "The experiences and progress of children who need help and protection: outstanding"
    assert numbers([heading, *report(1, 2), "11", *report(3)]) == [None, 1, 2, None, 3]


def test_a_number_after_a_cut_paragraph_still_counts_where_the_report_goes_on() -> None:
    lines = [*report(1, 2), f"{LONG} and it", *report(3, 4, 5)]
    assert numbers(lines) == [1, 2, None, 3, 4, 5]


def test_a_list_in_the_summary_is_not_the_report() -> None:
    lines = [*report(1, 2, 3), "Findings", *report(*range(1, 20))]
    assert numbers(lines) == [None] * 4 + list(range(1, 20))


def test_footnotes_without_a_full_stop_are_another_series() -> None:
    lines = [*report(1, 2), "1 The term is the council’s own.", *report(3, 4), "2 Ofsted, 2022.", *report(5)]
    assert numbers(lines) == [1, 2, None, 3, 4, None, 5]
    assert numbers([*report(1), "1 The term is the council’s own.", *report(2, 3)]) == [1, None, 2, 3]


def test_numbers_whose_full_stop_or_space_was_lost() -> None:
    assert numbers(["1 Children are safe.", "2 Plans are good.", "3 Care is good."]) == [1, 2, 3]
    assert numbers(["9 Store Street", "1.Children are safe.", "2.Plans", "3.‘Care’"]) == [None, 1, 2, 3]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["27 March 2025", "1 May 2025", "2 May 2025", "3 May 2025"],
        ["1. One.", "2. Two."],
        ["1. One.", "1. One.", "1. One.", "1. One."],
        ["1. one", "2. two", "3. three"],
        ["4. Four.", "5. Five.", "6. Six.", "7. Seven."],
        ["1.5 Million", "2018. The year", "1000. Much"],
    ],
)
def test_no_chain_no_numbers(lines: list[str]) -> None:
    assert numbers(lines) == [None] * len(lines)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([". The", " The", ". the", "."])), max_size=40))
def test_numbers_never_fall_and_are_those_printed(items: list[tuple[int, str]]) -> None:
    lines = [f"{number}{rest}" for number, rest in items]
    found = numbers(lines)
    kept = [number for number in found if number is not None]
    assert kept == sorted(kept)
    assert all(number in (None, item[0]) for number, item in zip(found, items, strict=True))
    assert not kept or (kept[0] == 1 and len(set(kept)) >= 3)


def test_runs_on_looks_at_the_last_line() -> None:
    for text, expected in ((LONG, True), (f"{LONG}.", False), (f"{LONG}.\n11", False), ("COVID-", True)):
        assert runs_on(text, Passage(0, len(text))) is expected


def test_a_long_document_takes_linear_time() -> None:
    lines = ["1. The same."] * 50_000
    assert set(numbers(lines)) == {None}


def test_numbering_that_begins_again_is_read_on():
    lines = [f"{n}. Children do well here." for n in (1, 2, 3, 4, 5, 6, 1, 2, 3, 4)]
    assert found_numbers(lines) == [1, 2, 3, 4, 5, 6, 1, 2, 3, 4]


def test_a_short_list_after_the_report_does_not_begin_again():
    lines = [f"{n}. Children do well here." for n in (1, 2, 3, 4, 5, 6, 1, 2)]
    assert found_numbers(lines) == [1, 2, 3, 4, 5, 6]


def test_the_mark_of_a_footnote_does_not_run_on():
    assert not runs_on(MARKED, Passage(0, len(MARKED)))


MARKED = "Children get help soon from the workers in the family hubs of the town.1"


def found_numbers(lines):
    text, spans, start = "\n\n".join(lines), [], 0
    for line in lines:
        spans.append(Passage(start, start + len(line)))
        start += len(line) + 2
    return list(numbered_paragraphs(text, spans).values())


PIECES = ["a", "It ended.", "\n", "\n\n", "- ", "• ", "12. The", "# H", "…"]
SPACES = [" ", "\t", "\x85", "\u2028", "\xa0"]
TEXTS = st.lists(st.sampled_from(PIECES + SPACES), max_size=30).map("".join)

WRAPPED = """\
Inspection of Anytown children's services

Most children receive a good service and, for some of
them, it is outstanding. A child who is nearly of age at
18. The local authority was slow because of COVID-
19. Later it improved.

## Findings
- the quality of assessments, including those of risk for
  children who live outside the area
- care leavers' access to their health histories

1. Impressive early help services have improved since the
last inspection, and children benefit from them.
2. Thresholds are clearly understood by the partners, and
children are helped when they need it.
"""


def ruler(text: str, wrapped: bool) -> ParagraphRuler:
    made = ParagraphRuler(text)
    made.wrapped = wrapped
    return made


def quotes(text: str) -> list[str]:
    return [text[span.start : span.end] for span in ParagraphRuler(text)]


@given(TEXTS)
def test_a_paragraph_is_a_line_that_is_not_blank(text: str) -> None:
    lines = [line.strip() for line in text.split("\n")]
    found = [text[span.start : span.end] for span in ruler(text, wrapped=False)]
    assert found == [line for line in lines if line]


@given(TEXTS, st.booleans())
def test_spans_are_in_order_without_white_space_around(text: str, wrapped: bool) -> None:
    end = 0
    for span in ruler(text, wrapped):
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert not text[end:].strip()


@given(TEXTS, st.booleans(), st.data())
def test_by_place_as_one_after_another(text: str, wrapped: bool, data: st.DataObject) -> None:
    every = list(ruler(text, wrapped))
    offset = data.draw(st.integers(0, len(text) + 1))
    fresh = ruler(text, wrapped)
    last = every[-1] if every else None
    assert fresh.at(offset) == next((span for span in every if span.end > offset), last)
    assert fresh.after(offset) == next((span for span in every if span.start >= offset), None)
    before = [span for span in every if span.end <= offset]
    assert fresh.before(offset) == (before[-1] if before else None)


@given(TEXTS, st.integers(0, 60))
def test_ink(text: str, offset: int) -> None:
    inked = [place for place, character in enumerate(text) if not character.isspace()]
    assert next_nonspace(text, offset) == next((place for place in inked if place >= offset), None)
    assert last_nonspace(text, offset) == max((place for place in inked if place < offset), default=None)


def test_hard_wrapped_text_is_read_in_blocks() -> None:
    assert ParagraphRuler(WRAPPED).wrapped
    starts = [quote.split("\n")[0] for quote in quotes(WRAPPED)]
    assert starts == [
        "Inspection of Anytown children's services",
        "Most children receive a good service and, for some of",
        "## Findings",
        "- the quality of assessments, including those of risk for",
        "- care leavers' access to their health histories",
        "1. Impressive early help services have improved since the",
        "2. Thresholds are clearly understood by the partners, and",
    ]
    assert quotes(WRAPPED)[1].endswith("COVID-\n19. Later it improved.")
    assert [found.number for found in paragraphs(WRAPPED)] == [None] * 7


def test_lines_of_words_are_no_wrapped_text() -> None:
    assert not ParagraphRuler("word\n" * 1_000).wrapped
    assert not ParagraphRuler("").wrapped
    assert not ParagraphRuler("One paragraph stands on one line here.\n" * 100).wrapped


def test_the_mode_is_told_from_the_beginning_alone() -> None:
    line = "a line that runs on to the next one without any stop\n"
    assert ParagraphRuler(line * 10_000 + "x" * 1_000_000).wrapped
    assert not ParagraphRuler("x" * 1_000_000 + "\n" + line * 10_000).wrapped


def test_no_text_no_paragraph() -> None:
    for text in ("", " \n\t\n"):
        empty = ParagraphRuler(text)
        assert (empty.at(0), empty.after(0), empty.before(9), list(empty)) == (None, None, None, [])


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("What needs to improve?", False),
        ("What needs to improve in this area of social work practice?", False),
        ("The experiences and progress of children in care: good", False),
        ("The experiences and progress of children who need help: requires improvement to be good", False),
        ("Overall effectiveness\tGood", False),
        ("## A heading of Markdown that goes on for many more words than usual.", False),
        ("Director Children, Families and Education", False),
        ("- access to their health histories", True),
        ("◼ \tThe quality of plans.", True),
        ("- training", False),
        ("12. Children are safe.", True),
        ("by senior managers, who complete their work promptly", True),
        ("Children in care are visited regularly by social workers.", True),
        ("児童は安全です。", True),
    ],
)
def test_prose(line: str, prose: bool) -> None:
    assert [found.carries_findings for found in paragraphs(line)] == [prose]


def test_the_sample_report_has_the_numbered_paragraphs_of_the_truth() -> None:
    truth = gold_documents()["001"]
    text = sample_text("001")
    found = {item.start: item for item in paragraphs(text) if item.number is not None}
    assert {start: item.number for start, item in found.items()} == {
        item["start"]: item["n"] for item in truth["paragraphs"]
    }
    for item in truth["paragraphs"]:
        whole = item["text"].split("\n")[0]
        assert found[item["start"]].passage == Passage(item["start"], item["start"] + len(whole))
        assert found[item["start"]].carries_findings


@pytest.mark.parametrize("key", ["000", "001", "002", "003", "004"])
def test_headings_of_the_samples_are_no_prose_and_improvement_points_are(key: str) -> None:
    truth = gold_documents()[key]
    text = sample_text(key)
    prose = {item.start: item.carries_findings for item in paragraphs(text)}
    assert not any(prose[item["start"]] for item in truth["headings"])
    assert all(prose[item["start"]] for item in truth["improvement_points"])


HEAD = "Inspection of Anytown local authority children's services"


def lines_found(text):
    return [text[start:].split("\n", 1)[0].strip() for start in sorted(furniture_lines(text))]


def test_a_line_that_comes_back_is_a_head_but_not_the_title():
    page = "Some words about children.\n"
    text = HEAD + "\n" + page + "".join(f"{HEAD}   {n}\n{page}" for n in (2, 3, 4))
    assert lines_found(text) == [f"{HEAD}   {n}" for n in (2, 3, 4)]


def test_lone_numbers_that_count_up_are_page_numbers():
    assert lines_found("Text a.\n 1\n\fText b.\n 2\n\fText c.\n 77\n 3\n") == ["1", "2", "3"]


def test_a_lone_number_is_none():
    assert lines_found("How many?\n12\nThat is many.\n") == []


def test_titles_and_grades_of_the_table_come_back_without_being_heads():
    assert lines_found("The experiences and progress of\nRequires improvement to be good\n" * 4) == []


def test_items_and_sentences_are_no_heads():
    assert lines_found("- The same point again\n1. The same paragraph again\nThe same sentence.\n" * 4) == []


REPORT = """Inspection of Anytown local authority children's services

Inspection dates: 12 to 23 September 2022

Judgement                                        Grade

                                                 Requires
The impact of leaders on social work
                                                 improvement
practice with children and families
                                                 to be good
The experiences and progress of
children who need help and protection            Good

Overall effectiveness                            Good

The experiences and progress of children who need help and protection: good

1.   Families are helped soon and well by those who know them and their
     children and who stay with them

Inspection of Anytown local authority children's services
12 to 23 September 2022                                                  2
\fas long as they need it.
2.   Thresholds are understood by nearly all partners.

Inspection of Anytown local authority children's services
12 to 23 September 2022                                                  3
\f3.   Strategy meetings take place when they should.

Inspection of Anytown local authority children's services
12 to 23 September 2022                                                  4
\f4.   Plans are good.
"""


def test_a_report_as_converters_leave_it(codebook):
    found = structure_of(SourceText(REPORT, "text"), codebook)
    assert [one.number for one in found.paragraphs if one.number] == [1, 2, 3, 4]
    assert {one.area: one.grade.value for one in found.judgements} == {
        "leaders": "Requires improvement to be good",
        "help_protection": "Good",
        "overall_effectiveness": "Good",
    }
    assert [one.area for one in found.sections] == ["help_protection"]
    heads = [one for one in found.paragraphs if REPORT[one.start : one.end].startswith("12 to 23")]
    assert [one.role for one in heads] == [Role.DETAIL] * 3


def test_hostile_text_takes_linear_time():
    for text in ("1\n" * 200_000, f"{HEAD} 1\n" * 20_000, "a" * 1_000_000, "- \n" * 300_000):
        furniture_lines(text)


CLEAR = "Leaders have a clear view of the service that is given to children and to their families"


def pieces(text):
    return [
        " | ".join(text[one.start : one.end].split("\n\n"))
        for one in joined_over_pages(text, paragraphs(text))
    ]


def test_a_sentence_that_goes_on_in_lower_case_is_one_paragraph():
    assert pieces(f"{CLEAR} in\n\nthe city.\n\nAnother one.") == [f"{CLEAR} in | the city.", "Another one."]


def test_the_cut_is_noted_and_the_text_is_as_it_was():
    text = f"{CLEAR} in\n\n\nthe city."
    (found,) = joined_over_pages(text, paragraphs(text))
    (cut,) = found.cuts
    assert text[cut.start : cut.end] == "\n\n\n"
    assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize(
    "second",
    [
        "And then the city.",
        "- the city.",
        "• the city.",
        "12. the city.",
        "www.ofsted.gov.uk",
        "enquiries@ofsted.gov.uk",
    ],
)
def test_what_begins_anew_stays_apart(second):
    assert len(pieces(f"{CLEAR} in\n\n{second}")) == 2


@pytest.mark.parametrize("end", [".", "?", "!", ":", ";", ".'", ".”", "…"])
def test_what_has_ended_stays_apart(end):
    assert len(pieces(f"{CLEAR} in it{end}\n\nthe city.")) == 2


def test_short_lines_are_lists_or_addresses():
    assert len(pieces("apples\n\npears\n\nplums")) == 3


def test_between_two_numbers_a_piece_without_one_belongs_to_the_first():
    text = (
        "1. Children are seen by social workers often.\n2. Children are known well by all of them.\n\n"
        "Most of this work is done with care and skill by them.\n\n3. Plans are good for nearly all."
    )
    assert [one.number for one in joined_over_pages(text, paragraphs(text))] == [1, 2, 3]


def test_a_heading_between_two_numbers_stays_apart():
    text = (
        "1. Children are seen by social workers often.\n2. Children are known well by all of them.\n\n"
        "The experiences and progress of children in care: good\n\n3. Plans are good for nearly all."
    )
    assert len(joined_over_pages(text, paragraphs(text))) == 4


def test_after_a_fault_in_the_numbering_nothing_is_put_together():
    text = (
        "1. Children are seen by social workers often.\n2. Children are known well by all of them.\n\n"
        "Most of this work is done with care and skill by them.\n\n4. Plans are good for nearly all.\n"
        "5. Reviews are good for nearly all of them."
    )
    assert len(joined_over_pages(text, paragraphs(text))) == 5


def test_a_heading_over_two_lines_is_one():
    text = (
        "The experiences and progress of children who need help and\nprotection: good\n\n"
        "1. Children are helped soon.\n2. They are safe.\n3. They are well."
    )
    first = joined_over_pages(text, paragraphs(text))[0]
    assert text[first.start : first.end].endswith("protection: good")


def test_where_pages_are_known_only_their_first_pieces_are_put_to_a_number():
    text = (
        "1. Children are seen by social workers often.\n\nMost of this is done with care and skill.\n\n"
        "2. Children are known well by all of them.\n\nMost of that is done with care and skill.\n\n"
        "3. Plans are good for nearly all."
    )
    second = text.index("Most of that")
    found = joined_over_pages(text, paragraphs(text, lines_are_whole=True), [0, second])
    assert [bool(one.cuts) for one in found] == [False, False, True, False]


def test_the_cuts_of_the_samples_are_found_and_no_others():
    cut_numbers = {"001": [None, 1, 5, 11, 19, 46, 52], "000": [None], "002": [], "003": [], "004": [None]}
    for name, numbers in cut_numbers.items():
        text = sample_text(name)
        found = joined_over_pages(text, paragraphs(text))
        assert [one.number for one in found if one.cuts] == numbers, name


def test_a_heading_at_the_top_of_a_page_is_not_put_to_the_paragraph_before():
    heading = "The impact of leaders on social work practice with children and families: requires improvement"
    text = f"1. Children do well.\n\n{heading}\n\n2. Leaders know it.\n\n3. They act."
    start = text.index(heading)
    pieces = paragraphs(text, lines_are_whole=True)
    assert len(joined_over_pages(text, pieces, (0, start))) == 4
