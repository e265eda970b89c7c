"""The commands `documents`, `sessions`, `annotations`, `history`, `coverage` and `sign-off`."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from ofsted_tui.cli.options import (
    Facts,
    annotation_id,
    database_option,
    days_text,
    document_facts,
    document_named,
    json_option,
    open_store,
    scope_of,
    session_meant,
    session_option,
    text,
)
from ofsted_tui.cli.output import complain, say, say_json, say_table, shortened
from ofsted_tui.export.rows import RowMaker
from ofsted_tui.model.codebook import Topic
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.paragraph import Paragraph, Share
from ofsted_tui.model.passage import Cuts
from ofsted_tui.model.safe_text import counted
from ofsted_tui.model.session import Session
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.coverage import (
    DocumentCoverage,
    SectionCoverage,
    SignOff,
    Silence,
    before_sign_off,
    coverage,
    document_coverage,
)
from ofsted_tui.review.coverage import sign_off as sign_session_off
from ofsted_tui.review.history_text import moment_text, step_lines, title_in, who_text
from ofsted_tui.review.open_document import in_edition
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.journal import HistoryStep, State

_SHOWN = 72
"""Characters of an open paragraph that are shown."""
_TOLD = (
    "document_id",
    "start",
    "end",
    "quote",
    "area",
    "topic",
    "direction",
    "quantifier",
    "note",
    "removed_at",
)
"""What history answers of an annotation's state."""


@click.command()
@database_option
@json_option
def documents(database: Path, as_json: bool) -> None:
    """List the documents."""
    with open_store(database) as store:
        found = [(one, len(store.documents.pages(one.id)) or None) for one in store.documents.all()]
    if as_json:
        say_json([document_facts(*one) for one in found])
        return
    headings = ("ID", "DOCUMENT", "KIND", "AUTHORITY", "DATES", "ILACS", "FORMAT", "PAGES", "CHARACTERS")
    replaced = frozenset(one.replaces for one, _ in found if one.replaces)
    say_table(headings, [_document_row(*one, replaced) for one in found], long=(1, 2, 3))


def _document_row(
    document: DocumentDetails, pages: int | None, replaced: frozenset[str]
) -> tuple[object, ...]:
    letter = f"letter {document.letter_date.isoformat()}" if document.letter_date else ""
    return (
        document.id[:8],
        f"{'(former) ' if document.id in replaced else ''}{document.title}",
        document.kind.label,
        document.local_authority,
        days_text(document) or letter,
        _edition(document),
        document.format,
        pages or "",
        document.length,
    )


def _edition(document: DocumentDetails) -> str:
    if not document.kind.is_ilacs:
        return "no"
    return f"{document.framework}{'?' if document.framework_assumed else ''}"


@click.command()
@database_option
@json_option
def sessions(database: Path, as_json: bool) -> None:
    """List the sessions, the one opened last first."""
    with open_store(database) as store:
        facts = [_session_facts(store, session) for session in store.sessions.all()]
    if as_json:
        say_json(facts)
        return
    headings = ("ID", "SESSION", "REVIEWER", "DOCUMENTS", "TAGS", "ACCOUNTED", "OPENED", "SIGNED OFF")
    say_table(headings, [_session_row(one) for one in facts], long=(1, 2))


def _session_facts(store: Store, session: Session) -> Facts:
    share = store.read_marks.share(session.id)
    return {
        "id": session.id,
        "name": session.name,
        "reviewer": session.reviewer.name,
        "documents": list(session.document_ids),
        "annotations": store.annotations.count(session.id),
        "paragraphs": share.total,
        "accounted": share.accounted,
        "percent": share.percent,
        "created_at": session.created_at,
        "opened_at": session.opened_at,
        "signed_off_at": session.signed_off_at,
    }


def _session_row(facts: Facts) -> tuple[object, ...]:
    documents = facts["documents"]
    return (
        str(facts["id"])[:8],
        facts["name"],
        facts["reviewer"],
        len(documents) if isinstance(documents, list) else 0,
        facts["annotations"],
        f"{facts['percent']}%",
        _minute(facts["opened_at"]),
        _minute(facts["signed_off_at"]),
    )


def _minute(time: object) -> str:
    return str(time or "")[:16].replace("T", " ")


@click.command()
@session_option
@click.option("--document", type=text, metavar="NAME", help="Only those of this document.")
@click.option("--area", type=text, metavar="AREA", help="Only those of this area: its code or digit.")
@click.option(
    "--against-section", is_flag=True, help="Only those whose area is another than that of their section."
)
@database_option
@json_option
def annotations(
    session: str | None,
    document: str | None,
    area: str | None,
    against_section: bool,
    database: Path,
    as_json: bool,
) -> None:
    """List the annotations by document, in reading order."""
    with open_store(database) as store:
        scope = scope_of(store, ilacs_codebook(), session, document, area)
        rows = RowMaker(store, ilacs_codebook())
        found = list(store.annotations.in_context(scope.session_id, scope.document_id, scope.area))
        if against_section:
            found = [one for one in found if _is_against_section(rows, one)]
        if as_json:
            say_json([rows.row(one) | _place_facts(rows, one) for one in found])
            return
    headings = ("ID", "SESSION", "DOCUMENT", "PLACE", "AREA", "", "QUOTE", "NOTE")
    say_table(headings, [_annotation_row(one) for one in found], long=(1, 2, 4, 6, 7))


def _is_against_section(rows: RowMaker, found: AnnotationInContext) -> bool:
    """Tell whether an annotation's area is another than that of the section it stands in."""
    section = rows.places(found.document.id).section_at(found.annotation.start)
    if section is None or not section.area:
        return False
    codebook = ilacs_codebook()
    area = in_edition(codebook, codebook.edition_or_newest(found.document.framework), section.area)
    return area is not None and area.code != found.annotation.area


def _place_facts(rows: RowMaker, found: AnnotationInContext) -> Facts:
    return {
        "start": found.annotation.start,
        "end": found.annotation.end,
        "against_section": _is_against_section(rows, found),
    }


def _annotation_row(found: AnnotationInContext) -> tuple[object, ...]:
    annotation = found.annotation
    return (
        annotation.id[:8],
        found.session,
        found.document.title,
        f"{annotation.start}-{annotation.end}",
        annotation.area,
        annotation.direction.sign if annotation.direction else "",
        annotation.quote,
        annotation.note,
    )


@click.command()
@click.argument("annotation", type=text)
@database_option
@json_option
def history(annotation: str, database: Path, as_json: bool) -> None:
    """Show all that was done to ANNOTATION (the beginning of its id), oldest first; also to a removed one."""
    with open_store(database) as store:
        steps = store.history.of(annotation_id(store, annotation, or_removed=True))
        told = [step_lines(step, ilacs_codebook(), partial(title_in, store)) for step in steps]
    if as_json:
        say_json([_step_facts(step, lines) for step, lines in zip(steps, told, strict=True)])
        return
    for former, step, lines in zip([None, *steps], steps, told, strict=False):
        say(f"{moment_text(step.at)}  {who_text(step, former)}")
        for line in lines:
            say(f"  {line}")


def _step_facts(step: HistoryStep, lines: list[str]) -> dict[str, object]:
    return {
        "at": step.at,
        "reviewer": step.reviewer,
        "session": step.session,
        "kind": step.kind,
        "verb": step.verb,
        "words": lines,
        "before": _state_facts(step.before),
        "after": _state_facts(step.after),
        "decision": step.decision and step.decision["decision"],
    }


def _state_facts(state: State | None) -> dict[str, object] | None:
    return None if state is None else {name: state[name] for name in _TOLD}


@click.command("coverage")
@session_option
@click.option("--document", type=text, metavar="NAME", help="Only this document of the session.")
@click.option("--open", "with_open", is_flag=True, help="List the paragraphs that are open.")
@database_option
@json_option
def coverage_command(
    session: str | None, document: str | None, with_open: bool, database: Path, as_json: bool
) -> int:
    """Say what share of the paragraphs is tagged, or read with nothing to tag.

    By document and section of a session; without --session, of the one opened last. Exit code 0: nothing
    is open; 1: something is.
    """
    with open_store(database) as store:
        found = session_meant(store, session)
        covered = _covered(store, found, document)
        texts = {one.details.id: _open_texts(store, one) for one in covered} if with_open else {}
    if as_json:
        say_json(_session_coverage_facts(found, covered, texts))
    else:
        for one in covered:
            _tell_coverage(one, texts.get(one.details.id, []))
        say(f"{found.name}: {_share_text(_total_share(covered))}")
    return 1 if _total_share(covered).open else 0


def _covered(store: Store, session: Session, document: str | None) -> list[DocumentCoverage]:
    if document is None:
        return coverage(store, session.id)
    details = document_named(store, document)
    if details.id not in session.document_ids:
        raise NotFoundError(f"{details.title!r} is not in the session {session.name!r}.")
    return [document_coverage(store, session.id, details.id)]


def _open_texts(store: Store, covered: DocumentCoverage) -> list[str]:
    """Return the words of the open paragraphs of a document, with no page break in them."""
    document = store.documents.get(covered.details.id)
    whole = document.text if document else ""
    cuts = Cuts(store.documents.structures.cuts(covered.details.id))
    return [cuts.quote(whole, paragraph.passage) for paragraph in covered.open]


def _tell_coverage(covered: DocumentCoverage, texts: list[str]) -> None:
    say(f"{covered.details.title}: {_share_text(covered.share)}")
    for one in covered.sections:
        say(f"  {_section_text(one)}: {_share_text(one.share)}")
    for paragraph, words in zip(covered.open, texts, strict=False):
        say(f"    {_place_text(paragraph)}  {shortened(words, _SHOWN)}")


def _total_share(covered: Iterable[DocumentCoverage]) -> Share:
    """Return the share of several documents together."""
    shares = [one.share for one in covered]
    return Share(sum(one.accounted for one in shares), sum(one.total for one in shares))


def _share_text(share: Share) -> str:
    """Say a share as "12 of 53 accounted for (22%), 41 open"."""
    if not share.total:
        return "no paragraph carries findings"
    opened = f", {share.open:,} open" if share.open else ""
    return f"{share.accounted:,} of {share.total:,} accounted for ({share.percent}%){opened}"


def _section_text(covered: SectionCoverage) -> str:
    """Return the title of a section with its grade."""
    section = covered.section
    if section is None:
        return "before the first section"
    return f"{section.title.strip()} ({section.grade})" if section.grade else section.title.strip()


def _place_text(paragraph: Paragraph) -> str:
    """Return where a paragraph is: its number if it has one, its offsets, its page."""
    number = f"¶{paragraph.number} " if paragraph.number is not None else ""
    page = f" p. {paragraph.page}" if paragraph.page is not None else ""
    return f"{number}{paragraph.start}-{paragraph.end}{page}"


def _session_coverage_facts(
    session: Session, covered: list[DocumentCoverage], texts: dict[str, list[str]]
) -> dict[str, object]:
    return {
        "session": {"id": session.id, "name": session.name},
        **_share_facts(_total_share(covered)),
        "documents": [_coverage_facts(one, texts.get(one.details.id)) for one in covered],
    }


def _share_facts(share: Share) -> dict[str, object]:
    """Return a share for a JSON answer."""
    return {
        "accounted": share.accounted,
        "total": share.total,
        "open": share.open,
        "percent": share.percent,
    }


def _coverage_facts(covered: DocumentCoverage, texts: list[str] | None = None) -> dict[str, object]:
    """Return the coverage of a document for a JSON answer; with `texts`, its open paragraphs as well."""
    answer: dict[str, object] = {
        "id": covered.details.id,
        "title": covered.details.title,
        **_share_facts(covered.share),
        "sections": [_section_facts(one) for one in covered.sections],
    }
    if texts is not None:
        opened = zip(covered.open, texts, strict=True)
        answer["open_paragraphs"] = [_open_facts(paragraph, words) for paragraph, words in opened]
    return answer


def _section_facts(covered: SectionCoverage) -> dict[str, object]:
    section = covered.section
    place: dict[str, object] = {"title": None, "area": "", "grade": None, "start": None}
    if section is not None:
        grade = section.grade.value if section.grade else None
        place = {"title": section.title, "area": section.area, "grade": grade, "start": section.start}
    return {**place, **_share_facts(covered.share)}


def _open_facts(paragraph: Paragraph, words: str) -> dict[str, object]:
    return {
        "start": paragraph.start,
        "end": paragraph.end,
        "number": paragraph.number,
        "page": paragraph.page,
        "role": paragraph.role.value,
        "section": paragraph.section,
        "text": words,
    }


@click.command("sign-off")
@session_option
@click.option("--anyway", is_flag=True, help="Sign off although paragraphs are open.")
@database_option
@json_option
def sign_off(session: str | None, anyway: bool, database: Path, as_json: bool) -> int:
    """Sign a session off, having said what is open and on which topics each report is silent.

    Without --session, the session opened last. Exit code 1: paragraphs are open, so it was not signed off;
    --anyway signs off all the same, and what was open is kept in the journal.
    """
    with open_store(database) as store:
        found = session_meant(store, session)
        known = before_sign_off(store, ilacs_codebook(), found.id)
        texts = [_open_texts(store, one) for one in known.coverage]
        is_signed = anyway or not (known.open_count or known.waiting)
        if is_signed:
            sign_session_off(store, found.id, known)
            found = store.sessions.get(found.id) or found
    if as_json:
        say_json(_sign_off_facts(found, known, texts, is_signed))
    else:
        _tell_sign_off(known, texts)
        _conclude(found, known, is_signed)
    return 0 if is_signed else 1


def _tell_sign_off(known: SignOff, texts: list[list[str]]) -> None:
    if known.waiting:
        waiting = counted(known.waiting, "tag of a former version waits", "tags of former versions wait")
        say(f"{waiting} to be placed: P in the workbench, or place")
    for covered, words in zip(known.coverage, texts, strict=True):
        say(f"{covered.details.title}: {_share_text(covered.share)}")
        for paragraph, shown in zip(covered.open, words, strict=True):
            say(f"    {_place_text(paragraph)}  {shortened(shown, _SHOWN)}")
    for silence in known.silences:
        _tell_silence(silence)


def _tell_silence(silence: Silence) -> None:
    for said, topics in (("says nothing on", silence.silent), ("mentions, with no tag,", silence.untagged)):
        if topics:
            titles = "; ".join(topic.title for topic in topics)
            say(f"{silence.details.title}: {said} {counted(len(topics), 'topic')}: {titles}")


def _conclude(session: Session, known: SignOff, is_signed: bool) -> None:
    opened = _share_text(_total_share(known.coverage))
    opened += f", {counted(known.waiting, 'tag')} of former versions not placed" if known.waiting else ""
    if is_signed:
        say(f"signed off: {session.name}: {opened}")
    else:
        complain(f"not signed off: {session.name}: {opened}; --anyway signs off all the same.")


def _sign_off_facts(
    session: Session, known: SignOff, texts: list[list[str]], is_signed: bool
) -> dict[str, object]:
    covered = zip(known.coverage, texts, strict=True)
    return {
        "session": {"id": session.id, "name": session.name},
        "signed_off": is_signed,
        "signed_off_at": session.signed_off_at,
        "tags_to_be_placed": known.waiting,
        **_share_facts(_total_share(known.coverage)),
        "documents": [_coverage_facts(one, words) for one, words in covered],
        "silences": [_silence_facts(one) for one in known.silences],
    }


def _silence_facts(silence: Silence) -> dict[str, object]:
    return {
        "id": silence.details.id,
        "title": silence.details.title,
        "silent": [_topic_facts(topic) for topic in silence.silent],
        "mentioned_but_not_tagged": [_topic_facts(topic) for topic in silence.untagged],
    }


def _topic_facts(topic: Topic) -> dict[str, str]:
    return {"code": topic.code, "title": topic.title}
