"""Tests of ofsted_tui/importing/details.py."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ofsted_tui.importing import details
from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import (
    Given,
    correct,
    correct_grades,
    correct_section,
    edition_for,
    first_sample,
    sample_documents,
)
from ofsted_tui.importing.opening import begin, read_again
from ofsted_tui.model.document import Document, DocumentDetails, DocumentKind, document_id, text_sha256
from ofsted_tui.model.errors import CodebookError, NotFoundError, UserError
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Grade, Structure
from ofsted_tui.reading import READING
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.reading.structure.assembly import structure_of
from ofsted_tui.review import Review
from tests.folders import DATA, SEEDS, gold_documents


@pytest.fixture
def review(store, codebook):
    return Review(store, codebook, begin(store, codebook, "Rae"))


def anew(store, codebook):
    """Read everything again, as a newer version of the program would."""
    store.connection.raw.execute("UPDATE documents SET reading = 0")
    return read_again(store, codebook)


def test_what_is_corrected_survives_reading_and_importing_again(review, codebook):
    store, document = review.store, review.document.id
    given = Given(
        title="Mine",
        local_authority="Elsewhere",
        event_start=date(2022, 5, 1),
        event_end=date(2022, 5, 5),
        letter_date=date(2022, 6, 1),
        inspectors=("A B", "C D"),
    )
    after = correct(store, codebook, document, given)
    assert (after.framework, after.framework_assumed) == ("2018", False)
    assert anew(store, codebook) == 5
    assert import_file(store, codebook, first_sample().path).details == after
    assert store.documents.details(document) == after


@pytest.mark.parametrize(
    "fault", [ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError]
)
def test_a_document_that_cannot_be_read_again_stays_as_it_was_and_stops_no_other(
    review, codebook, monkeypatch, fault
):
    store, unreadable = review.store, review.document
    before = store.documents.details(unreadable.id), store.documents.structures.paragraphs(unreadable.id)

    def read(source, *arguments, **options):
        if source.text == unreadable.text:
            raise fault
        return structure_of(source, *arguments, **options)

    monkeypatch.setattr("ofsted_tui.importing.details.structure_of", read)
    assert anew(store, codebook) == 4
    assert store.documents.read_before(READING) == [unreadable.id]
    assert (
        store.documents.details(unreadable.id),
        store.documents.structures.paragraphs(unreadable.id),
    ) == before


def test_grades_and_areas_of_sections_survive_too(review, codebook):
    store, document = review.store, review.document.id
    grades = {one.area: one.grade for one in store.documents.structures.judgements(document)}
    grades["leaders"] = Grade.INADEQUATE
    correct_grades(store, document, grades)
    correct_section(store, document, 0, "leaders")
    anew(store, codebook)
    assert {one.area: one.grade for one in store.documents.structures.judgements(document)} == grades
    assert store.documents.structures.sections(document)[0].area == "leaders"
    review.reopen()
    first = review.paragraphs.starting_after(review.opened.sections[0].end)
    assert review.opened.suggestion_at(first.start).area.code == "leaders"


def test_a_kind_that_is_corrected_changes_what_the_paragraphs_are(review, codebook):
    assert review.paragraphs.numbered(3).role is Role.FINDING
    correct(review.store, codebook, review.document.id, Given(kind=DocumentKind.NEWS))
    review.reopen()
    assert review.document.details.kind is DocumentKind.NEWS
    made = review.tag(review.paragraphs.numbered(3).passage, codebook.area("leaders"))
    assert made.after.direction == "claim"
    assert review.paragraphs.numbered(3).role is Role.CLAIM


def test_what_is_said_to_be_unknown_is_unknown_for_good(review, codebook):
    store, document = review.store, review.document.id
    after = correct(store, codebook, document, Given(unknown=frozenset({"event", "letter_date"})))
    assert (after.event_start, after.event_end, after.letter_date) == (None, None, None)
    assert after.framework_assumed
    anew(store, codebook)
    assert store.documents.details(document) == after


def test_an_edition_can_be_set_and_given_back_to_the_day(review, codebook):
    store, document = review.store, review.document.id
    assert correct(store, codebook, document, Given(edition="2018")).framework == "2018"
    moved = correct(store, codebook, document, Given(event_start=date(2026, 5, 1)))
    assert moved.framework == "2018"
    back = correct(store, codebook, document, Given(unknown=frozenset({"framework"})))
    assert (back.framework, "framework" in back.corrected) == ("2026", False)


def test_reading_again_what_nobody_corrected_gives_the_same(review, codebook):
    store = review.store
    before = [(one, store.documents.structures.get(one.id)) for one in store.documents.all()]
    anew(store, codebook)
    assert [(one, store.documents.structures.get(one.id)) for one in store.documents.all()] == before


def test_the_samples_are_known_wherever_they_are_read(store, codebook, tmp_path):
    for sample in sample_documents():
        copy = tmp_path / f"renamed {sample.path.name}"
        copy.write_bytes(sample.path.read_bytes().replace(b"\n", b"\r\n"))
        found = import_file(store, codebook, copy).details
        assert (found.title, found.kind, found.framework, found.licence) == (
            sample.title,
            sample.kind,
            sample.framework,
            sample.licence,
        )


def test_what_is_not_there_is_said(store, codebook):
    with pytest.raises(NotFoundError):
        correct(store, codebook, "nothing", Given(title="x"))
    with pytest.raises(NotFoundError):
        correct_grades(store, "nothing", {})
    with pytest.raises(NotFoundError):
        correct_section(store, "nothing", 0, "leaders")


def test_former_details_are_kept(review, codebook):
    store, document = review.store, review.document.id
    before = store.documents.details(document)
    correct(store, codebook, document, Given(title="Second"))
    after = correct(store, codebook, document, Given(title="Third"))
    former = store.documents.former(after)
    assert [one.title for one in former] == [before.title, "Second"]
    assert replace(former[0], corrected=before.corrected) == before


def test_a_corrected_section_survives_another_kind_in_between(review, codebook):
    store, document = review.store, review.document.id
    correct_section(store, document, 2, "leaders")
    start = store.documents.structures.sections(document)[2].start
    correct(store, codebook, document, Given(kind=DocumentKind.OTHER))
    correct(store, codebook, document, Given(kind=DocumentKind.SHORT_INSPECTION))
    areas = {one.start: one.area for one in store.documents.structures.sections(document)}
    assert areas[start] == "leaders"


def test_a_corrected_grade_shows_with_its_sections_too(review, codebook):
    store, document = review.store, review.document.id
    grades = {one.area: one.grade for one in store.documents.structures.judgements(document)}
    correct_grades(store, document, grades | {"care_leavers": Grade.GOOD})
    for _ in range(2):
        shown = {one.area: one.grade for one in store.documents.structures.sections(document)}
        assert shown["care_leavers"] is Grade.GOOD
        anew(store, codebook)


def test_what_a_visit_looked_at_goes_with_the_kind(store, codebook, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text(
        "Dear Ms Roe\n\nThe visit\n\n"
        "Inspectors looked at the local authority's arrangements for care leavers.\n\n"
        "Findings\n\nMost care leavers are well supported by their personal advisers and say so.\n",
        encoding="utf-8",
    )
    found = import_file(store, codebook, letter, Given(kind=DocumentKind.FOCUSED_VISIT)).details
    assert found.focus_area == "care_leavers"
    after = correct(store, codebook, found.id, Given(kind=DocumentKind.NEWS))
    assert after.focus_area == ""
    assert store.documents.details(found.id) == after


def test_council_papers_claim_nothing_by_themselves(store, codebook, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("Report\n\nThe council has done very well in the past year.\n", encoding="utf-8")
    document = import_file(store, codebook, paper, Given(kind=DocumentKind.COUNCIL_PAPER)).details
    with store.action():
        session = store.sessions.add("Papers", "Rae", [document.id])
    review = Review(store, codebook, session)
    (text,) = [one for one in review.paragraphs.paragraphs if one.carries_findings]
    assert review.tag(text.passage, codebook.area("leaders")).after.direction is None


def test_another_window_takes_in_what_is_corrected(review, codebook):
    other = Review(review.store, codebook, review.session.id)
    correct(review.store, codebook, review.document.id, Given(kind=DocumentKind.NEWS, title="Other"))
    assert other.refresh()
    assert (other.document.title, other.document.details.kind) == ("Other", DocumentKind.NEWS)
    assert not other.refresh()


TEXT = "1. Leaders have a clear view of the service that is given to\n\nchildren.\n2. Good.\n3. Well."
FOUND = Structure(
    paragraphs=(
        Paragraph(0, 60, 1),
        Paragraph(62, 71, None),
        Paragraph(72, 80, 2),
        Paragraph(81, 89, 3, Role.HEADING),
    )
)
"""What the reading before this one found: a paragraph that a blank line cuts counts as two."""


@pytest.fixture
def document(store):
    """A document as an older reading has read it, with details that the user gave."""
    sha256 = text_sha256(TEXT)
    details = DocumentDetails(
        document_id(sha256),
        sha256,
        "Visit",
        len(TEXT),
        kind=DocumentKind.FOCUSED_VISIT,
        local_authority="York",
        event_start=date(2024, 5, 1),
        event_end=date(2024, 5, 2),
        framework="2023",
        source="visit.txt",
    )
    with store.action():
        store.documents.add(Document(details, TEXT), FOUND)
    return details.id


@pytest.fixture
def session(store, codebook, document):
    """A session in which the second half of that paragraph is marked read."""
    with store.action():
        session = store.sessions.add("Mine", "Rae", [document])
    review = Review(store, codebook, session)
    review.open_document(document)
    review.mark_read(Passage(62, 71))
    return session


def test_it_is_read_once_and_what_the_user_gave_stays(store, codebook, document):
    assert [one.number for one in store.documents.structures.paragraphs(document)] == [1, None, 2, 3]
    assert read_again(store, codebook) == 1
    assert read_again(store, codebook) == 0
    assert [one.number for one in store.documents.structures.paragraphs(document)] == [1, 2, 3]
    (details,) = store.documents.all()
    assert (details.kind.value, details.local_authority) == ("focused_visit", "York")
    assert details.corrected >= {"kind", "local_authority", "event"}


def test_a_mark_on_a_part_of_a_paragraph_still_counts(store, codebook, document, session):
    assert Review(store, codebook, session).opened.is_read(Passage(62, 71))
    read_again(store, codebook)
    first = store.documents.structures.paragraphs(document)[0]
    assert Review(store, codebook, session).opened.is_read(first.passage)


def test_a_mark_on_half_a_paragraph_can_be_taken_back(store, codebook, document, session):
    read_again(store, codebook)
    review = Review(store, codebook, session)
    first = store.documents.structures.paragraphs(document)[0]
    assert review.mark_read(first.passage).verb == "mark unread"
    assert not review.opened.is_read(first.passage)
    assert review.opened.accounting.accounted == store.read_marks.share(session).accounted == 0
    review.undo()
    assert review.opened.is_read(first.passage)
    assert review.opened.accounting.accounted == store.read_marks.share(session).accounted == 1


def test_it_tells_which_of_how_many(store, codebook, document):
    heard = []
    assert read_again(store, codebook, lambda _what, done, of: heard.append((done, of))) == 1
    assert read_again(store, codebook, lambda *_: heard.append("again")) == 0
    assert heard == [(0, 1), (1, 1)]


def test_it_goes_on_where_it_was_stopped(store, codebook, document):
    def stop(_what, done, of):
        if done < of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_again(store, codebook, stop)
    assert read_again(store, codebook) == 1


@pytest.fixture(scope="module")
def gold():
    documents = gold_documents()
    return [documents[number] for number in ("000", "001", "002", "003", "004")]


@pytest.fixture
def manifest(tmp_path, monkeypatch):
    """Put a manifest of one's own in the place of the real one."""

    def write(old: str, new: str) -> None:
        content = (SEEDS / "manifest.toml").read_text("utf-8")
        assert old in content
        (tmp_path / "manifest.toml").write_text(content.replace(old, new), encoding="utf-8")

    monkeypatch.setattr(details, "seeds_folder", lambda: tmp_path)
    details.sample_documents.cache_clear()
    yield write
    details.sample_documents.cache_clear()


def test_the_seeds_are_byte_for_byte_the_given_ones():
    given = [line.split() for line in (DATA / "seeds.sha256").read_text("utf-8").splitlines()]
    assert len(given) == 5
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.glob("*.txt")} == {
        name: sha256 for sha256, name in given
    }


def test_the_manifest_names_every_seed_in_order():
    listed = [sample.path for sample in details.sample_documents()]
    assert listed == sorted(SEEDS.glob("*.txt"))
    assert len(listed) == 5


def test_the_hashes_are_of_the_texts_with_plain_line_ends():
    for sample in details.sample_documents():
        text = sample.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        assert hashlib.sha256(text.encode()).hexdigest() == sample.sha256


def test_titles_authorities_and_files_are_those_of_the_gold_file(gold):
    for sample, truth in zip(details.sample_documents(), gold, strict=True):
        (heading,) = (heading["text"] for heading in truth["headings"] if heading["level"] == "title")
        assert sample.title == heading.removeprefix("## ")
        assert sample.local_authority == truth["local_authority"]
        assert sample.path.name == truth["file"]


def test_the_days_are_those_of_the_event_not_of_the_letter(gold):
    for sample, truth in zip(details.sample_documents(), gold, strict=True):
        met = truth.get("meeting_date")
        start = truth.get("inspection_start") or truth.get("visit_start") or met
        end = truth.get("inspection_end") or truth.get("visit_end") or met
        days = (sample.event_start, sample.event_end)
        assert days == tuple(day and date.fromisoformat(day) for day in (start, end))


def test_the_kinds_are_those_of_the_gold_file(gold):
    words = {
        "focused visit letter": DocumentKind.FOCUSED_VISIT,
        "short inspection report": DocumentKind.SHORT_INSPECTION,
        "council news article": DocumentKind.NEWS,
        "annual conversation letter": DocumentKind.ANNUAL_CONVERSATION,
    }
    expected = [words[truth["type"].partition(" (")[0]] for truth in gold]
    assert [sample.kind for sample in details.sample_documents()] == expected


def test_the_edition_is_the_one_in_force_on_the_first_day():
    editions = {sample.path.name[:3]: sample.framework for sample in details.sample_documents()}
    assert editions == {"000": "2023", "001": "2023", "002": "2023", "003": "2018", "004": "2018"}
    for sample in details.sample_documents():
        edition = sample.event_start and ilacs_codebook().edition_on(sample.event_start)
        assert edition is None or edition.code == sample.framework


def test_only_ofsteds_documents_are_under_the_open_licence():
    licences = {sample.path.name[:3]: sample.licence for sample in details.sample_documents()}
    council = licences.pop("002")
    assert set(licences.values()) == {"Open Government Licence v3.0"}
    assert council.startswith("Copyright Portsmouth City Council: no open licence is known")


def test_addresses_of_sources_stand_in_the_texts():
    texts = "".join(path.read_text("utf-8") for path in SEEDS.glob("*.txt"))
    addresses = [
        word
        for sample in details.sample_documents()
        for word in sample.source.split()
        if word.startswith("http")
    ]
    assert addresses == ["https://files.ofsted.gov.uk/v1/file/50221956"]
    assert addresses[0] in texts


def test_a_first_run_opens_the_inspection_report():
    assert details.first_sample().path.name == "001_e44502a741829ee2.txt"


def test_a_sample_is_known_by_its_text():
    sha256 = hashlib.sha256((SEEDS / "004_2103581c1c68222c.txt").read_bytes()).hexdigest()
    found = details.sample_for(sha256)
    assert found is not None
    assert found.local_authority == "Southampton"
    assert details.sample_for("0" * 64) is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"news"', '"gossip"', r"sample 2: kind must be one of standard_inspection, "),
        ('file = "000_', 'file = "../000_', r"sample 0: file must be the name of a \.txt file\."),
        ('sha256 = "e', 'sha256 = "', r"sample 0: sha256 must be 64 hexadecimal digits\."),
        ("2018-01-11", '"2018-01-11"', r"sample 3: event_start must be a date"),
        ("[[samples]]", "[samples]", r"it is not TOML: "),
        ("[[samples]]", "[[sample]]", r"samples must be a list of tables\."),
    ],
)
def test_a_faulty_manifest_is_refused_in_one_line(manifest, old, new, fault):
    manifest(old, new)
    with pytest.raises(UserError, match=rf"^\S*manifest\.toml: {fault}"):
        details.sample_documents()


def test_a_first_sample_that_is_none_is_refused(manifest):
    manifest('first = "001_', 'first = "009_')
    with pytest.raises(UserError, match=r"first names '009_e44502a741829ee2\.txt', which is no sample\.$"):
        details.first_sample()


BOUNDS = [
    (date(2018, 1, 1), "2018", False),
    (date(2022, 12, 31), "2018", False),
    (date(2023, 1, 1), "2023", False),
    (date(2026, 3, 31), "2023", False),
    (date(2026, 4, 1), "2026", False),
    (date(2040, 1, 1), "2026", False),
    (date(2017, 12, 31), "2018", True),
    (date(2009, 6, 1), "2018", True),
]


@pytest.mark.parametrize(("day", "edition", "assumed"), BOUNDS)
def test_the_edition_goes_by_the_day_the_event_started(codebook, day, edition, assumed):
    assert edition_for(codebook, day, None) == (edition, assumed)


def test_every_day_since_2018_has_an_edition(codebook):
    days = (date(2018, 1, 1) + timedelta(days=number) for number in range(0, 3700))
    assert {edition_for(codebook, day, None)[1] for day in days} == {False}


def test_without_a_day_the_newest_edition_is_assumed(codebook):
    assert edition_for(codebook, None, None) == ("2026", True)


def test_an_edition_that_is_given_counts(codebook):
    assert edition_for(codebook, date(2024, 1, 1), "2018") == ("2018", False)
    assert edition_for(codebook, None, "2023") == ("2023", False)
    with pytest.raises(CodebookError, match="2023"):
        edition_for(codebook, None, "2019")
