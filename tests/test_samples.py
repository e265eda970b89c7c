"""The sample documents are the given ones, described as the gold file says."""

import hashlib
from datetime import date

import pytest

from ofsted_tui.importing import details
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import UserError
from ofsted_tui.reading.codebook_file import ilacs_codebook
from tests.folders import DATA, SEEDS, gold_documents


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
