"""What may be tagged with what."""

from ofsted_tui.model.codebook import Codebook, JudgementArea
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.passage import Passage


def check_tag(
    codebook: Codebook, document: DocumentDetails, passage: Passage, area: JudgementArea, topic: str
) -> None:
    """Check a tag before it is made; an empty topic is none.

    Raises UserError where the passage is empty or outside the text or the topic is not one of the area's,
    CodebookError where the area was not judged in the document's edition.
    """
    if not 0 <= passage.start < passage.end <= document.length:
        raise UserError(
            f"{passage.start}-{passage.end} is no passage of {document.title!r},"
            f" which has {document.length} characters."
        )
    if not document.framework_assumed:
        codebook.area_in(codebook.edition(document.framework), area.code)
    if topic:
        check_topic(codebook, area.code, topic)


def check_topic(codebook: Codebook, area_code: str, topic: str) -> None:
    """Raise CodebookError where there is no such topic, UserError where it is not one of the area's."""
    if codebook.topic(topic) not in codebook.topics_of(area_code):
        raise UserError(f"{topic!r} is not a topic of {area_code}.")
