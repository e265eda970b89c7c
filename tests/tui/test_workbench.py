import csv
import sqlite3

import pytest

from ofsted_tui.importing.opening import begin
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Unit
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens.start_screen import StartScreen
from ofsted_tui.tui.widgets.bars import KeyBar
from tests.workbench_driver import driven, sample_app

HEADING = "The pace of change"
SOUTHAMPTON = "Focused visit to Southampton children's services"


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


def sample_named(store, title: str) -> str:
    return next(one.id for one in store.documents.all() if one.title == title)


async def test_first_page_is_the_report_and_says_what_to_press(app):
    async with driven(app) as d:
        assert d.review.document.details.title.startswith("Inspection of Portsmouth")
        assert "1-5 tag" in d.status
        assert "? all keys" in d.status
        assert "0 % accounted for" in d.screen_text()


# tagging


async def test_digit_tags_the_sentence_and_the_same_digit_untags(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        sentence = d.quote
        await d.press("3")
        assert d.tags() == [("V", sentence)]
        assert "V care leavers" in d.status
        await d.press("3")
        assert d.tags() == []
        assert d.status.startswith("no tag here")


async def test_two_areas_on_one_passage_show_two_letters(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3", "4")
        assert [letter for letter, _ in d.tags()] == ["V", "L"]
        assert d.document_row(HEADING).startswith("▌   VL")
        assert "L leaders (tag 2 of 2: . next)" in d.status


async def test_extending_takes_units_and_gives_them_back(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        first = d.passage
        await d.press("J", "J")
        longer = d.passage
        assert longer.start == first.start
        assert longer.end > first.end
        await d.press("K", "K")
        assert d.passage == first
        await d.press("K")
        assert d.passage.end == first.end
        assert d.passage.start < first.start


async def test_extended_passage_is_tagged_whole_and_the_next_move_leaves_it(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("J")
        whole = d.quote
        await d.press("4")
        assert d.tags() == [("L", whole)]
        await d.press("j")
        assert d.quote not in whole


async def test_anchor_makes_every_move_extend_until_escape(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        first = d.passage
        await d.press("v", "j", "j")
        assert "extending by sentence" in d.screen_text()
        assert d.passage.start == first.start
        assert d.passage.end > first.end
        await d.press("escape")
        assert len(d.passage) < len(first) * 3
        assert "extending" not in d.screen_text()


async def test_units(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        sentence = d.quote
        await d.press("w")
        assert " " not in d.quote
        await d.press("p")
        paragraph = d.quote
        assert sentence in paragraph
        await d.press("s")
        assert d.quote in paragraph
        assert d.pane.cursor.unit is Unit.SENTENCE


async def test_words_go_sideways_and_rows_up_and_down(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("w")
        start = d.passage
        await d.press("l", "l", "h")
        assert d.quote == "pace"
        await d.press("h")
        assert d.passage == start
        row = d.pane.wrap.row_of(start.start)
        await d.press("j")
        assert d.pane.wrap.row_of(d.passage.start) == row + 1
        await d.press("k")
        assert d.passage == start


async def test_sideways_keys_go_by_words_from_any_unit(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("right")
        assert d.pane.cursor.unit is Unit.WORD
        assert " " not in d.quote


async def test_stretching_by_characters(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        before = d.passage
        await d.press("(", ">")
        assert d.passage == Passage(before.start - 1, before.end + 1)
        await d.press(")", ")", "<", "<")
        assert d.passage == Passage(before.start + 1, before.end - 1)
        await d.press("1")
        assert [quote for _, quote in d.tags()] == [d.quote]


async def test_any_passage_on_the_screen_in_six_keys(app):
    async with driven(app) as d:
        await d.press("a")
        labels = {word.start: name for name, word in d.pane._labels.words.items()}
        text = d.review.document.text
        start, last = text.index("Christine"), text.index("Majesty's")
        await d.press(*labels[start], *labels[last], "5")
        assert d.tags() == [("O", "Christine Kennet, His Majesty's")]
        assert not d.pane.labels


async def test_labels_and_a_digit_typed_at_one_go_are_not_taken_for_verbs(app):
    async with driven(app) as d:
        await d.press("a", "a", "a", "a", "c", "1")
        assert len(d.tags()) == 1
        assert d.app.screen is d.bench


async def test_the_bar_shows_no_key_that_is_typed_as_a_label(app):
    async with driven(app) as d:
        bar = d.bench.query_one(KeyBar)
        before = bar._keys
        assert before
        await d.press("a")
        assert bar._keys == []
        assert "esc: back" in d.status
        await d.press("escape")
        assert bar._keys == before


async def test_wrong_label_or_escape_leaves_the_passage_as_it_was(app):
    async with driven(app) as d:
        before = d.passage
        for keys in (("a", "escape"), ("a", "a", "escape"), ("a", "#")):
            await d.press(*keys)
            assert d.passage == before
            assert not d.pane.labels
        await d.press("a", "a", "a", "enter")
        assert d.quote == "Inspection"


async def test_care_leavers_are_no_judgement_in_2018(app, store):
    async with driven(app) as d:
        d.bench.open_document(sample_named(store, SOUTHAMPTON))
        await d.press("3")
        assert d.tags() == []
        assert d.status.startswith("Care leavers were not a judgement of their own before 2023")
        await d.press("2")
        assert [letter for letter, _ in d.tags()] == ["C"]


async def test_digit_without_an_area_says_so(app):
    async with driven(app) as d:
        await d.press("7")
        assert d.tags() == []
        assert "7" in d.status


async def test_digits_in_the_list_tag_the_passage_of_the_marked_annotation(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3", "tab", "2", "3")
        assert [letter for letter, _ in d.tags()] == ["C"]


# what a tag says


async def test_topic_is_found_by_a_synonym(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3", "t")
        await d.type("housing")
        await d.press("enter")
        (tag,) = d.review.annotations
        assert "accommodation" in d.review.codebook.topic_title(tag.topic).lower()
        assert d.review.codebook.topic_title(tag.topic) in d.status
        await d.press("t")
        await d.type("no topic")
        await d.press("enter")
        assert next(iter(d.review.annotations)).topic == ""


async def test_note_is_kept_and_shown_in_full(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3", "c")
        await d.type("Too slow.")
        await d.press("enter")
        await d.type("Ask again")
        await d.press("ctrl+s")
        (tag,) = d.review.annotations
        assert tag.note == "Too slow.\nAsk again"
        assert "* Too slow. Ask again" in d.status
        assert "Ask again" in d.screen_text()
        assert d.document_row(HEADING).startswith("▌   V  * ")


async def test_changed_note_is_dropped_only_when_asked_twice(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3", "c", "x", "escape")
        assert d.app.screen is not d.bench
        await d.press("y", "escape")
        assert d.app.screen is not d.bench
        await d.press("escape")
        assert d.app.screen is d.bench
        assert next(iter(d.review.annotations)).note == ""


async def test_leaving_by_the_priority_key_warns_of_a_changed_note(app):
    async with driven(app) as d:
        await d.press("1", "c", "x", "ctrl+q")
        assert d.app.is_running
        await d.press("ctrl+q")
        assert d.app._exit


async def test_directions_are_set_and_the_same_again_takes_them_off(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3")
        shown = {"+": "strength", "-": "needs improvement", "=": "neutral", "~": "claim"}
        for key, label in shown.items():
            await d.press(key)
            assert f"· {label}" in d.status
        await d.press("~")
        assert next(iter(d.review.annotations)).direction is None


async def test_verbs_of_a_tag_say_so_where_there_is_none(app):
    async with driven(app) as d:
        for key in ("t", "c", "+", "x"):
            await d.press(key)
            assert d.app.screen is d.bench
            assert d.status == "There is no tag here: a digit makes one."
        await d.press(".")
        assert d.status == "There is no other tag here."


async def test_x_removes_the_tag_that_dot_has_chosen(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3", "4", ".")
        assert "V care leavers" in d.status
        await d.press("x")
        assert [letter for letter, _ in d.tags()] == ["L"]


# reading through


async def test_space_marks_read_and_goes_to_the_next_open_paragraph(app):
    async with driven(app) as d:
        d.go_to("Most children in Portsmouth")
        first = d.passage
        await d.press("space")
        assert d.passage.start > first.end
        assert "0 % accounted for" not in d.screen_text()
        following = d.passage
        await d.press("space", "[")
        assert d.passage.start > following.end
        assert d.status.startswith("Every paragraph above is accounted for")
        await d.press("u", "u", "[")
        assert d.review.paragraphs.at(d.passage.start).passage.holds(first.start)
        await d.press("ctrl+r")
        d.pane.go_to(first.start)
        d.pane._moved()
        assert "· read" in d.where


async def test_move_on_passes_over_what_is_tagged(app):
    async with driven(app) as d:
        d.go_to("Most children in Portsmouth")
        await d.press("]")
        following = d.passage
        await d.press("1")
        d.go_to("Most children in Portsmouth")
        await d.press("]")
        assert d.passage.start > following.end


async def test_undo_and_redo_walk_through_everything(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3", "+", "c", "n", "ctrl+s")
        before = list(d.review.annotations)
        await d.press("u", "u", "u")
        assert d.tags() == []
        await d.press("u")
        assert d.status == "Nothing to undo."
        await d.press("ctrl+r", "ctrl+r", "ctrl+r", "ctrl+r")
        assert d.status == "Nothing to do again."
        assert [(one.direction, one.note) for one in d.review.annotations] == [
            (one.direction, one.note) for one in before
        ]


async def test_a_verb_on_the_tag_around_leaves_the_cursor_where_it_is(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("p", "3", "s")
        (tag,), here = d.review.annotations, d.pane.cursor
        assert here.passage != tag.passage
        await d.press("+")
        (tag,) = d.review.annotations
        assert tag.direction is Direction.STRENGTH
        assert d.pane.cursor == here
        await d.press("u")
        assert d.passage == tag.passage


async def test_undo_of_a_tag_on_an_extended_passage_leaves_it_extended(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("w", "J", "J", "3")
        here = d.pane.cursor
        await d.press("u")
        assert d.pane.cursor == here


async def test_undo_shows_where_it_was_even_in_another_document(app, store):
    async with driven(app) as d:
        report = d.review.document.id
        d.go_to(HEADING)
        tagged = d.passage
        await d.press("3")
        d.bench.open_document(sample_named(store, SOUTHAMPTON))
        await d.press("u")
        assert d.review.document.id == report
        assert d.passage == tagged
        assert d.tags() == []
        assert d.status == "Undone: tag"
        assert d.screen_text().count(HEADING) == 1
        await d.press("ctrl+r")
        assert [letter for letter, _ in d.tags()] == ["V"]


# finding


async def test_find_goes_through_the_hits_and_marks_all(app):
    async with driven(app) as d:
        await d.press("/")
        await d.type("portsmouth")
        await d.press("enter")
        text = d.review.document.text
        total = text.casefold().count("portsmouth")
        assert d.status.startswith(f"“portsmouth”: 1 of {total}")
        first = d.passage
        assert text[first.start : first.end].casefold() == "portsmouth"
        looks = [d.pane._palette.text(0, 0, in_passage, True) for in_passage in (False, True)]
        marked = [s for strip in d.app.screen._compositor.render_strips() for s in strip if s.style in looks]
        shown = sum(row[:81].casefold().count("portsmouth") for row in d.rows()[1:-2])
        assert shown > 1
        assert len(marked) == shown
        await d.press("n")
        assert d.passage.start > first.start
        await d.press("N", "N")
        assert d.status == "Went on from the other end of the document."
        assert d.passage.start == text.casefold().rindex("portsmouth")
        await d.press("escape")
        assert d.pane.pattern is None


async def test_find_typed_at_one_go_is_not_taken_for_verbs(app):
    async with driven(app) as d:
        await d.press("/", *"could", "enter", "1")
        assert d.tags() == [("H", "could")]


async def test_find_that_is_left_puts_everything_back(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("J", ">")
        place = d.pane.place
        await d.press("/", *"kennet")
        assert d.quote == "Kennet"
        await d.press("escape")
        assert d.pane.place == place
        assert d.app.focused is d.pane


async def test_find_what_is_not_there_says_so(app):
    async with driven(app) as d:
        await d.press("/", *"zebra", "enter")
        assert d.status == "“zebra” is not in this document."
        await d.press("n")
        assert d.status == "There is no hit in this document."


async def test_paragraph_by_number(app):
    async with driven(app) as d:
        await d.press(":", "1", "2", "enter")
        assert d.where.startswith("¶12 · children in care: good")
        assert d.review.paragraphs.at(d.passage.start).number == 12
        await d.press(":", "9", "9", "9", "enter")
        assert d.status == "No paragraph of this document bears the number 999."
        await d.press(":", "4", "escape")
        assert d.review.paragraphs.at(d.passage.start).number == 12


# panes, documents, files


async def test_panes_follow_each_other(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3")
        late = d.passage
        d.go_to("Most children in Portsmouth")
        await d.press("1", "tab")
        assert d.app.focused is d.listed
        assert d.listed.marked.passage == d.passage
        await d.press("j")
        assert d.passage == late
        await d.press("k", "j", "enter")
        assert d.app.focused is d.pane
        assert d.passage == late
        await d.press("g")
        assert d.listed.marked is None
        await d.press("G")
        d.pane.choose(late)
        assert d.listed.marked.passage == late


async def test_another_document_and_back_to_the_same_place(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("w", "v", "l")
        place, report = d.pane.place, d.review.document.id
        await d.press("o")
        await d.type("southampton")
        await d.press("enter")
        assert d.review.document.details.title == SOUTHAMPTON
        assert d.passage.start < 10  # the first words
        assert SOUTHAMPTON in d.rows()[0]
        await d.press("o")
        await d.type("inspection portsmouth")
        await d.press("enter")
        assert d.review.document.id == report
        assert d.pane.place == place


async def test_export_writes_a_file_and_says_so(app, tmp_path):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3", "e")
        assert "This session: 1" in d.screen_text()
        path = tmp_path / "tags.csv"
        d.app.screen.query_one("#path").value = str(path)
        await d.press("enter")
        assert d.status.startswith("Wrote 1 annotation to ")
        with path.open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        assert row["quote"] == d.tags()[0][1]


async def test_export_replaces_an_export_but_no_other_file(app, tmp_path):
    path = tmp_path / "thesis.csv"
    path.write_text("mine")
    async with driven(app) as d:

        async def export() -> None:
            await d.press("e")
            d.app.screen.query_one("#path").value = str(path)
            await d.press("enter")

        await d.press("1")
        await export()
        assert "is there already" in d.screen_text()
        await d.press("escape")
        assert path.read_text() == "mine"
        path.unlink()
        await export()
        await d.press("2")
        await export()
        assert "enter again replaces it" in d.screen_text()
        await d.press("enter")
        assert d.status.startswith("Wrote 2 annotations to ")


@pytest.mark.parametrize("path", ["", "~nobody-of-that-name/x.csv", "{tmp}", "{tmp}/none/x.csv"])
async def test_export_that_fails_says_why_and_asks_again(app, tmp_path, path):
    async with driven(app) as d:
        await d.press("1", "e")
        d.app.screen.query_one("#path").value = path.format(tmp=tmp_path)
        await d.press("enter")
        assert d.app.screen is not d.bench
        assert str(d.app.screen.query_one(".fault").render())
        await d.press("escape")
        assert d.app.screen is d.bench


async def test_export_from_a_folder_that_is_gone(app, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    async with driven(app) as d:
        await d.press("e")
        assert d.app.screen is not d.bench


async def test_copy_hands_the_passage_to_the_terminal(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("y")
        assert d.app.clipboard == d.quote
        assert d.status == f"Copied {len(d.quote)} characters."


async def test_sessions_key_goes_to_the_start_screen_and_back(app):
    async with driven(app) as d:
        d.go_to(HEADING)
        place = d.pane.place
        await d.press("S")
        assert isinstance(d.app.screen, StartScreen)
        await d.press("enter")
        assert d.pane.place == place


async def test_leaving_keeps_the_place(app, store, codebook):
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("J", "q")
        assert d.app._exit
        place, session = d.pane.place, d.review.session.id
    again = Review(store, codebook, session)
    assert again.place == place


# several programs on one file


@pytest.fixture
def file_app(tmp_path, codebook, clock):
    """Open apps on one file, each with a connection of its own."""
    path = tmp_path / "reviews.db"
    stores = []

    def opened() -> WorkbenchApp:
        store = Store(path, create=True, clock=clock)
        stores.append(store)
        sessions = store.sessions.all()
        session = sessions[0].id if sessions else begin(store, codebook, "Rae")
        return WorkbenchApp(store, codebook, Review(store, codebook, session))

    yield opened
    for store in stores:
        store.close()


async def test_locked_database_alarms_and_the_same_key_works_afterwards(file_app):
    app = file_app()
    async with driven(app) as d:
        d.go_to(HEADING)
        await d.press("3")
        sentence = d.quote
        other = sqlite3.connect(app.store.path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert app.store.connection.raw.execute("PRAGMA busy_timeout").fetchone()[0] <= 300
        for key in ("1", "x", "u", "+", "space"):
            await d.press(key)
            assert d.is_alarm
            assert "another program" in d.status
            assert "nothing was changed. Do it again." in d.status
            assert [one.quote for one in d.review.annotations] == [sentence]
        other.execute("ROLLBACK")
        other.close()
        await d.press("1")
        assert not d.is_alarm
        assert sorted(d.tags()) == [("H", sentence), ("V", sentence)]
        assert len(d.listed) == 2


async def test_note_that_cannot_be_kept_is_not_lost(file_app):
    app = file_app()
    async with driven(app) as d:
        await d.press("1", "c", *"long")
        other = sqlite3.connect(app.store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await d.press("ctrl+s")
        assert "another program" in str(d.app.screen.query_one(".fault").render())
        other.execute("ROLLBACK")
        other.close()
        await d.press("ctrl+s")
        assert next(iter(d.review.annotations)).note == "long"


async def test_two_instances_see_each_others_tags_on_the_next_action(file_app):
    async with driven(file_app()) as one, driven(file_app()) as two:
        one.go_to(HEADING)
        await one.press("3")
        assert two.listed.marked is None
        two.go_to("Most children in Portsmouth")
        await two.press("1")
        assert [letter for letter, _ in two.tags()] == ["H", "V"]
        assert len(two.listed) == 2
        two.go_to(HEADING)
        await two.settle()
        assert two.document_row(HEADING).startswith("▌   V")
        await one.press("x")
        assert [letter for letter, _ in one.tags()] == ["H"]
        await two.press("x")
        assert two.status == "There is no tag here: a digit makes one."
        assert two.document_row(HEADING).startswith("▌    ")
        assert len(two.listed) == 1


async def test_tag_stays_on_a_file_that_was_moved_away(file_app, tmp_path):
    app = file_app()
    async with driven(app) as d:
        (tmp_path / "reviews.db").rename(tmp_path / "elsewhere.db")
        await d.press("1")
        assert d.is_alarm
        assert "moved, deleted or replaced" in d.status
        assert not len(d.review.annotations)
        (tmp_path / "elsewhere.db").rename(tmp_path / "reviews.db")
