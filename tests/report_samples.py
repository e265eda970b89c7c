"""Make the sessions that the tests of the reports export: tags and threads, some of them hostile."""

from ofsted_tui.evidence.threads import threads_in_time
from ofsted_tui.export.report.content import Report, report_of
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.thread import Relation, ThreadStatus
from ofsted_tui.review import Review
from ofsted_tui.review.threads import Point, begin_thread, link, relate, set_place_note, set_status

HOSTILE = (
    '=HYPERLINK("http://x";"y")',
    "+1",
    "-1",
    "@x",
    "'x",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</article></blockquote>",
    "&lt;b&gt; &amp;",
    "| a | b |",
    "[x](javascript:alert(1))",
    "# head\n\n---\n1. one\n> two",
    "_x0041_ _x005F_",
    "nul \0 esc \x1b[31m bell \x07",
    "cr \r lf \n crlf \r\n tab \t end",
    "  spaces around  ",
    "bidi \u202eabc\u202c \u2066x\u2069 zero\u200bwidth \u2028 line",
    "e\u0301 \U0001f469\u200d\U0001f467 \ufeff",
    "x" * 40_000,
)


def worked(store, codebook) -> Review:
    """Tag the samples in several areas and directions, and follow two threads."""
    review = Review(store, codebook, begin(store, codebook, "Rae"))
    documents = {one.source[:3]: store.documents.get(one.id) for one in store.documents.all()}
    tags = (
        ("001", 3462, 3560, "help_protection", Direction.STRENGTH, "help_protection.early_help"),
        ("001", 18122, 18189, "care_leavers", Direction.IMPROVEMENT, ""),
        ("001", 31582, 31709, "leaders", Direction.STRENGTH, ""),
        ("001", 15222, 15326, "children_in_care", None, ""),
        ("000", 7716, 7790, "care_leavers", Direction.IMPROVEMENT, ""),
        ("003", 2809, 2952, "children_in_care_and_care_leavers", None, ""),
        ("004", 2419, 2467, "children_in_care_and_care_leavers", Direction.IMPROVEMENT, ""),
    )
    for name, start, end, area, direction, topic in tags:
        review.tag(
            Passage(start, end),
            codebook.area(area),
            topic=topic,
            direction=direction,
            note=f"see {start}",
            document=documents[name],
        )
    point = Point(
        documents["001"], Passage(2958, 3125), "Health histories", "care_leavers", is_improvement=True
    )
    thread = begin_thread(review, point)
    for name, start, end in (("003", 2953, 3233), ("000", 7716, 7790)):
        thread = link(review, thread.id, documents[name], Passage(start, end))
    set_status(review, thread.passages[2].id, ThreadStatus.IMPROVING)
    words = "the development of an employment academy"
    start = documents["002"].text.index(words)
    claim = begin_thread(review, Point(documents["002"], Passage(start, start + len(words)), "Academy"))
    claim = link(review, claim.id, documents["001"], Passage(24833, 24930))
    relate(review, claim.passages[0].id, Relation.OVERSTATES, claim.passages[1].id)
    set_place_note(review, claim.passages[0].id, "not yet in place")
    link(review, claim.id, documents["000"], None)
    return review


def hostile(store, codebook, add_document, add_session) -> Review:
    """Tag every hostile text, with itself as the note, in a document whose title is hostile too."""
    text = "\n\n".join(HOSTILE)
    document = add_document(text, "<b>T</b> | =1+1 [x](y) \x1b[2J \u202e")
    review = Review(store, codebook, add_session(document, name="<i>S</i> | =x"))
    start = 0
    points = []
    for at, words in enumerate(HOSTILE):
        review.tag(Passage(start, start + len(words)), codebook.area("leaders"), note=words[:19_000])
        points.append(Passage(start, start + len(words)))
        start += len(words) + 2
        if at < 12:
            thread = begin_thread(review, Point(document, points[-1], words[:200]))
            set_place_note(review, thread.passages[0].id, words[:500])
    return review


def reported(review: Review) -> Report:
    """Return the report of a review's session."""
    return report_of(review.store, review.codebook, review.session.id)


def threads(review: Review):
    """Return the threads of a review's session in time."""
    store = review.store
    return threads_in_time(store.threads.of(review.session.id), store.documents.all())
