"""The command `sign-off`: the end of a review, with what is open and what the reports are silent on."""

from pathlib import Path

import click

from ofsted_tui.cli.common import database_option, json_option, open_store, session_meant, session_option
from ofsted_tui.cli.coverage import (
    coverage_facts,
    first_words,
    open_texts,
    place_in_words,
    share_facts,
    share_in_words,
    total,
)
from ofsted_tui.cli.output import complain, say, say_json
from ofsted_tui.model.codebook import Topic
from ofsted_tui.model.session import Session
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.coverage import SignOff, Silence, before_sign_off
from ofsted_tui.review.coverage import sign_off as sign_session_off


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
        texts = [open_texts(store, one) for one in known.coverage]
        is_signed = anyway or not (known.open_count or known.waiting)
        if is_signed:
            sign_session_off(store, found.id, known)
            found = store.sessions.get(found.id) or found
    if as_json:
        say_json(_for_program(found, known, texts, is_signed))
    else:
        _tell(known, texts)
        _conclude(found, known, is_signed)
    return 0 if is_signed else 1


def _tell(known: SignOff, texts: list[list[str]]) -> None:
    if known.waiting:
        say(f"{known.waiting} tags of former versions wait to be placed: P in the workbench, or place")
    for covered, words in zip(known.coverage, texts, strict=True):
        say(f"{covered.details.title}: {share_in_words(covered.share)}")
        for paragraph, shown in zip(covered.open, words, strict=True):
            say(f"    {place_in_words(paragraph)}  {first_words(shown)}")
    for silence in known.silences:
        _tell_silence(silence)


def _tell_silence(silence: Silence) -> None:
    title = silence.details.title
    if silence.silent:
        say(f"{title}: says nothing on {len(silence.silent)} topics: {_titles(silence.silent)}")
    if silence.untagged:
        say(f"{title}: mentions, with no tag, {len(silence.untagged)} topics: {_titles(silence.untagged)}")


def _titles(topics: tuple[Topic, ...]) -> str:
    return "; ".join(topic.title for topic in topics)


def _conclude(session: Session, known: SignOff, is_signed: bool) -> None:
    opened = share_in_words(total(known.coverage))
    opened += f", {known.waiting} tags of former versions not placed" if known.waiting else ""
    if is_signed:
        say(f"signed off: {session.name}: {opened}")
    else:
        complain(f"not signed off: {session.name}: {opened}; --anyway signs off all the same.")


def _for_program(
    session: Session, known: SignOff, texts: list[list[str]], is_signed: bool
) -> dict[str, object]:
    covered = zip(known.coverage, texts, strict=True)
    return {
        "session": {"id": session.id, "name": session.name},
        "signed_off": is_signed,
        "signed_off_at": session.signed_off_at,
        "tags_to_be_placed": known.waiting,
        **share_facts(total(known.coverage)),
        "documents": [coverage_facts(one, words) for one, words in covered],
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
