"""What the outline of a document says: its sections with progress, and the paragraphs in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.paragraph import Paragraph, Role, Share
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.model.safe_text import visible_line, visible_summary
from ofsted_tui.model.structure import Section
from ofsted_tui.review import Review

DONE = "✓"
OPEN = "○"
HERE = "← here"
_WORDS = 160
"""How many characters of a paragraph are looked at for its first words."""
_SIGN = 3
"""Columns for the letters of the tags in a paragraph."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A section with the paragraphs that carry findings in it, or what stands before the first one."""

    position: int | None
    """The section's position among the document's; None for what stands before the first one."""
    section: Section | None
    share: Share
    start: int
    """Where its findings begin; for a section without any, its heading."""


def branches(review: Review) -> list[Branch]:
    """Return what stands before the first section, if it carries findings, and every section."""
    firsts: dict[int | None, int] = {}
    for paragraph in review.paragraphs.paragraphs:
        if paragraph.carries_findings:
            firsts.setdefault(paragraph.section, paragraph.start)
    share = review.opened.accounting.of_section
    before = [Branch(None, None, share(None), firsts[None])] if None in firsts else []
    return before + [
        Branch(position, section, share(position), firsts.get(position, section.start))
        for position, section in enumerate(review.opened.sections)
    ]


def paragraphs_of(review: Review, position: int | None) -> list[int]:
    """Return the positions of the paragraphs that carry findings in a section (None: before the first)."""
    every = enumerate(review.paragraphs.paragraphs)
    return [index for index, one in every if one.carries_findings and one.section == position]


def section_text(codebook: Codebook, section: Section | None, others: Sequence[Paragraph] = ()) -> Text:
    """Name a section: its area by letter and in words with the grade, or else its title.

    `others` are the paragraphs before the first section, which are named by what they are.
    """
    if section is None:
        is_summary = bool(others) and all(one.role is Role.SUMMARY for one in others)
        return Text("Summary" if is_summary else "Before the first section")
    title = visible_summary(section.title)
    if not section.area:
        return Text(title)
    area = codebook.area_or_unknown(section.area)
    named = Text.assemble((visible_line(area.letter), "bold"), f" {visible_line(area.short_title)}")
    return named.append(f": {section.grade.lower()}") if section.grade else named.append(f" · {title}")


def share_text(share: Share) -> str:
    """Say how much is accounted for, as "✓ 14/14", in a column of its own."""
    if not share.total:
        return f"  {'–':<6}"
    return f"{' ' if share.open else DONE} {f'{share.accounted}/{share.total}':<6}"


def branch_text(review: Review, branch: Branch, is_here: bool) -> Text:
    """Say of a section how much is accounted for, what it is, and whether the cursor is in it."""
    before = () if branch.section else _before_sections(review)
    label = Text(f"{share_text(branch.share)} ")
    label.append_text(section_text(review.codebook, branch.section, before))
    return label.append(f"  {HERE}", "bold") if is_here else label


def _before_sections(review: Review) -> list[Paragraph]:
    every = review.paragraphs.paragraphs
    return [one for one in every if one.carries_findings and one.section is None]


def paragraph_text(review: Review, index: int) -> Text:
    """Say of a paragraph whether it is open, tagged (with what) or read, its number and first words."""
    paragraph = review.paragraphs.paragraphs[index]
    first = first_words(review.document.text, review.opened.cuts, paragraph)
    return Text.assemble((f"{_sign(review, paragraph):<{_SIGN}} ", "bold"), first)


def _sign(review: Review, paragraph: Paragraph) -> str:
    areas = {one.area for one in review.annotations.touching(paragraph.passage)}
    known = sorted((review.codebook.area_or_unknown(code) for code in areas), key=lambda one: one.digit)
    untagged = DONE if review.opened.is_read(paragraph.passage) else OPEN
    return "".join(one.letter for one in known) or untagged


def first_words(text: str, cuts: Cuts, paragraph: Paragraph) -> str:
    """Return the number of a paragraph as "¶30" and its first words, in one line that may be cut."""
    start = Passage(paragraph.start, min(paragraph.end, paragraph.start + _WORDS))
    words = visible_summary(cuts.quote(text, start))
    if paragraph.number is None:
        return words
    number = str(paragraph.number)
    return f"¶{number} {words.removeprefix(number).lstrip('. )')}"
