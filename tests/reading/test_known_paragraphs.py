"""Paragraphs by place, as reading found them."""

from ofsted_tui.model.paragraph import Paragraph, ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Unit
from ofsted_tui.reading.cursor_moves import KnownParagraphs, UnitRuler

TEXT = "One is cut\n\nin two. It goes on.\n\nTwo is whole."
CUT = Paragraph(0, 31, cuts=(Passage(10, 12),))
WHOLE = Paragraph(33, 46)
TABLE = ParagraphTable([CUT, WHOLE])


def test_at_a_place_between_and_beyond():
    known = KnownParagraphs(TEXT, TABLE)
    assert [known.at(offset) for offset in (0, 11, 30)] == [CUT.passage] * 3
    assert [known.at(offset) for offset in (31, 32, 40, 46, 99)] == [WHOLE.passage] * 5


def test_after_and_before():
    known = KnownParagraphs(TEXT, TABLE)
    assert (known.after(0), known.after(1), known.after(34)) == (CUT.passage, WHOLE.passage, None)
    assert (known.before(46), known.before(40), known.before(5)) == (WHOLE.passage, CUT.passage, None)


def test_units_go_over_a_cut():
    ruler = UnitRuler(TEXT, TABLE)
    first = ruler.at(0, Unit.SENTENCE)
    assert TEXT[first.start : first.end] == "One is cut\n\nin two."
    second = ruler.next(first, Unit.SENTENCE)
    assert TEXT[second.start : second.end] == "It goes on."
    assert ruler.previous(second, Unit.SENTENCE) == first
    assert ruler.at(20, Unit.PARAGRAPH) == CUT.passage
    assert ruler.next(CUT.passage, Unit.PARAGRAPH) == WHOLE.passage
    assert TEXT[slice(*_span(ruler.at(12, Unit.WORD)))] == "in"


def _span(passage):
    return passage.start, passage.end


def test_without_known_paragraphs_the_lines_count():
    ruler = UnitRuler("One.\nTwo.", ParagraphTable([]))
    assert ruler.at(0, Unit.PARAGRAPH) == Passage(0, 4)
