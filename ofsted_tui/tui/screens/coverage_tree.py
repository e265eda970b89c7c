"""What the window on coverage says: shares, open paragraphs, and topics that bear no tag."""

from collections.abc import Sequence

from rich.text import Text

from ofsted_tui.model.codebook import Codebook, Topic
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.safe_text import visible_line, visible_summary
from ofsted_tui.model.session import Session
from ofsted_tui.model.structure import Section
from ofsted_tui.review.coverage import DocumentCoverage, SectionCoverage, SignOff, Silence
from ofsted_tui.tui.screens.outline_tree import DONE, section_text, share_text


def document_text(covered: DocumentCoverage) -> Text:
    """Say how much of a document is accounted for."""
    share = f"{covered.share.percent:>3} %" if covered.share.total else "     "
    title = visible_summary(covered.details.title)
    return Text.assemble(f"{share_text(covered.share)} {share}  ", (title, "bold"))


def open_section_text(codebook: Codebook, one: SectionCoverage, opened: Sequence[Paragraph]) -> Text:
    """Say how much of a section is accounted for; `opened` are its open paragraphs."""
    return Text(f"{share_text(one.share)} ").append_text(section_text(codebook, one.section, opened))


def opened_in(
    covered: DocumentCoverage, section: Section | None, sections: Sequence[Section]
) -> list[Paragraph]:
    """Return the open paragraphs of a section; None: of what stands before the first one."""
    if section is None:
        return [one for one in covered.open if one.section is None]
    positions = {position for position, one in enumerate(sections) if one.start == section.start}
    return [one for one in covered.open if one.section in positions]


def silence_text(silence: Silence) -> Text:
    """Name a report that has topics without a tag."""
    count = len(silence.untagged) + len(silence.silent)
    title = visible_summary(silence.details.title)
    return Text(f"No tag on these topics ({count}): ").append(title, "bold")


def topic_text(codebook: Codebook, topic: Topic) -> Text:
    """Name a topic with the letter of its area."""
    letter = visible_line(codebook.area_or_unknown(topic.area).letter)
    return Text.assemble((letter, "bold"), f" {visible_line(topic.title)}")


def all_text(known: SignOff, session: Session | None) -> str:
    """Say how much is open in all, and whether that was signed off."""
    total = sum(one.share.total for one in known.coverage)
    left = (
        f"{known.open_count:,} of {total:,} paragraphs open" if known.open_count else f"{DONE} nothing open"
    )
    left += f" · {known.waiting:,} tags wait to be placed: P" if known.waiting else ""
    signed = session.signed_off_at if session else None
    return f"Coverage: {left}" + (f" · signed off {signed[:10]}" if signed else "")


def open_text(known: SignOff) -> str:
    """Say what is not done: paragraphs that are open, and tags that wait to be placed."""
    count, waiting = known.open_count, known.waiting
    parts = [f"{count:,} {'paragraph is' if count == 1 else 'paragraphs are'} open"] if count else []
    tags = "tag of a former version waits" if waiting == 1 else "tags of former versions wait"
    parts += [f"{waiting:,} {tags} to be placed (P)"] if waiting else []
    return " and ".join(parts)


def sign_off_text(known: SignOff) -> str:
    """Say with what the session was signed off."""
    total = sum(one.share.total for one in known.coverage)
    silent = sum(len(one.silent) for one in known.silences)
    parts = [f"{total - known.open_count:,} of {total:,} paragraphs accounted for"]
    parts += [f"{known.open_count:,} open"] if known.open_count else []
    parts += [f"{known.waiting:,} tags wait to be placed: P"] if known.waiting else []
    parts += [f"{silent} topics silent"] if silent else []
    return f"Signed off: {', '.join(parts)}."
