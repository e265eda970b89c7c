"""Find the stored paragraphs of a document by place; those that a page break has cut are one."""

from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage


class KnownParagraphs:
    """Finds stored paragraphs by place, with the interface of ParagraphRuler."""

    def __init__(self, text: str, table: ParagraphTable) -> None:
        """Take a text and its paragraphs; there is at least one."""
        self.text = text
        self._table = table

    def at(self, offset: int) -> Passage | None:
        """Return the paragraph at `offset`; from white space the next one, else the last."""
        found = self._table.at(offset) or self._table.starting_after(offset) or self._table.paragraphs[-1]
        return found.passage

    def after(self, offset: int) -> Passage | None:
        """Return the first paragraph that starts at or after `offset`, or None."""
        return _passage(self._table.starting_after(offset))

    def before(self, offset: int) -> Passage | None:
        """Return the last paragraph that ends at or before `offset`, or None."""
        return _passage(self._table.ending_before(offset))


def _passage(paragraph: Paragraph | None) -> Passage | None:
    return None if paragraph is None else paragraph.passage
