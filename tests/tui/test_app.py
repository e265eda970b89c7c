import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.widgets import HelpPanel, Markdown

from ofsted_tui.review.open_document import OpenDocument
from ofsted_tui.tui import keys, themes
from ofsted_tui.tui.app import SafeFilter, WorkbenchApp
from ofsted_tui.tui.screens.annotation_dialogs import NoteDialog
from ofsted_tui.tui.screens.workbench import Workbench
from tests.workbench_driver import driven, sample_app

HOSTILE = "[/nope] [@click=app.quit]x[/] \x1b]52;c;Y3VybA==\x07 \x9b31m \u202e"


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


# theme


async def test_theme_is_remembered(app, store, codebook):
    async with driven(app) as d:
        assert d.app.theme == themes.DEFAULT
        assert store.settings.get("theme") is None
        d.app.theme = "reading-light"
        await d.settle()
    again = WorkbenchApp(store, codebook, app._review)
    async with driven(again) as d:
        assert d.app.theme == "reading-light"


async def test_theme_that_is_not_there_any_more_is_not_asked_for(app, store):
    store.settings.set("theme", HOSTILE)
    async with driven(app) as d:
        assert d.app.theme == themes.DEFAULT


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES] + ["textual-light", "ansi-dark"])
async def test_every_theme_tells_passage_tag_and_text_apart(app, theme):
    async with driven(app) as d:
        await d.press("1", "j")
        if theme not in d.app.available_themes:
            pytest.skip("not a theme of this Textual")
        d.app.theme = theme
        await d.settle()
        palette = d.pane._palette
        looks = [
            palette.text(*key) for key in ((0, 0, False, False), (2, 1, False, False), (0, 0, True, False))
        ]
        assert len({look.bgcolor for look in looks}) == 3


# keys


async def test_keymap_is_in_force_and_shown(store, codebook):
    app = sample_app(store, codebook, keymap={"tag.1": "f5", "annotation.note": "f6"})
    async with driven(app) as d:
        assert "f5 tag" in d.rows()[-1].lower()
        await d.press("1")
        assert d.tags() == []
        await d.press("f5")
        assert [letter for letter, _ in d.tags()] == ["H"]
        await d.press("c")
        assert d.app.screen is d.bench
        await d.press("f6")
        assert isinstance(d.app.screen, NoteDialog)


async def test_warnings_of_the_keymap_are_shown_as_they_are(store, codebook):
    app = sample_app(store, codebook, warnings=[f"keys.toml, line 3: {HOSTILE}"])
    async with driven(app) as d:
        await d.until(lambda: "keys.toml, line 3" in d.screen_text())
        shown = d.screen_text()
        assert "[/nope]" in shown
        assert "\x1b" not in shown


NO_AREA = ("tag.6", "tag.7", "tag.8", "tag.9")


def in_palette(d):
    return [command.title for command in d.app.get_system_commands(d.app.screen)]


@pytest.mark.parametrize("place", ["document", "list"])
async def test_palette_lists_every_verb_of_the_pane_with_its_key(app, place):
    async with driven(app) as d:
        await d.press("1", *(["tab"] if place == "list" else []))
        titles = in_palette(d)
    for group in keys.TOGETHER[place == "list"]:
        for binding in keys.GROUPS[group]:
            listed = [title for title in titles if title.startswith(f"{binding.description} (")]
            assert len(listed) == (binding.id not in NO_AREA), binding.id
    assert "Undo (u)" in titles
    assert "Redo (^r)" in titles
    assert len(titles) == len(set(titles))


async def test_palette_lists_the_key_that_the_user_has_given(store, codebook):
    async with driven(sample_app(store, codebook, keymap={"undo": "f5"})) as d:
        titles = in_palette(d)
    assert "Undo (f5)" in titles
    assert "Undo (u)" not in titles


async def test_palette_does_what_it_says(app):
    async with driven(app) as d:
        await d.press("ctrl+p")
        await d.type("judgement area 4")
        await d.until(lambda: "judgement area 4, or untag" in d.screen_text())
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench)
        await d.until(lambda: len(d.review.annotations) == 1)
        assert [letter for letter, _ in d.tags()] == ["L"]


async def test_palette_does_what_it_says_in_a_dialog(app):
    async with driven(app) as d:
        await d.press("i")
        assert "Keep the note (ctrl+s)" in in_palette(d)
        await d.press("ctrl+p")
        await d.type("back")
        await d.until(lambda: "Back (esc)" in d.screen_text())
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench)


async def test_palette_has_the_verbs_of_the_screen_whichever_pane_has_the_focus(app):
    own = {"section.tag", "find.start"}
    async with driven(app) as d:
        await d.press("1", "tab")
        titles = in_palette(d)
        for binding in Workbench.BINDINGS:
            listed = any(title.startswith(f"{binding.description} (") for title in titles)
            assert listed == (binding.id not in {*own, *NO_AREA}), binding.id


async def test_help_comes_and_goes(app):
    async with driven(app) as d:
        await d.press("?")
        assert d.app.screen.query(HelpPanel)
        assert "Next unit" in d.screen_text()
        assert "is what a digit tags" in d.app.screen.query_one("#widget-help", Markdown).source
        await d.press("j", "1")
        assert len(d.tags()) == 1
        await d.press("?")
        assert not d.app.screen.query(HelpPanel)
        assert d.bench.annotation_pane.display


async def test_key_bar_shows_the_keys_of_what_has_the_focus_and_can_be_clicked(app):
    async with driven(app) as d:
        assert "1-5 tag" in d.rows()[-1]
        await d.pilot.click("KeyBar", offset=(2, 0))
        assert len(d.tags()) == 1
        await d.press("tab")
        assert "/ filter" in d.rows()[-1]
        await d.press("c")
        assert "ctrl+s keep" in d.rows()[-1]


# many keys at once


async def test_a_burst_of_keys_is_neither_swallowed_nor_reordered(app):
    async with driven(app) as d:
        start = d.passage
        await d.press(*("j" * 20), *("k" * 19))
        once = d.passage
        assert once != start
        await d.press("k")
        assert d.passage == start
        await d.press(
            "1", "c", *"hello there", "ctrl+s", "j", "2", "t", *"zzz", "escape", "/", *"leaders", "enter", "4"
        )
        notes = [one.note for one in d.review.annotations]
        assert "hello there" in notes
        assert sorted(letter for letter, _ in d.tags()) == ["C", "H", "L"]
        assert ("L", "leaders") in d.tags()


async def test_keys_typed_before_the_first_screen_is_there_are_kept(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "j", "1")
        await pilot.pause()
        assert len(app.workbench.review.annotations) == 1


async def test_a_key_whose_widget_goes_away_does_not_stop_the_next(app):
    async with driven(app) as d:
        await d.press("S", "enter", "o", "enter", "S", "enter", "1")
        assert len(d.tags()) == 1


# ends


async def test_fault_in_painting_ends_with_code_1_and_a_line_without_the_documents_text(app, monkeypatch):
    def broken(*_):
        raise RuntimeError("Children in Portsmouth are " + HOSTILE)

    with pytest.raises(RuntimeError):  # noqa: PT012 - the driver raises it when it ends
        async with driven(app) as d:
            monkeypatch.setattr(OpenDocument, "is_read", broken)
            d.pane.repaint(d.passage)
            await d.until(lambda: app.fault)
    assert app.return_code == 1
    assert app.fault.startswith("ofsted-tui has stopped: RuntimeError in test_app.py, line ")
    assert "Children" not in app.fault
    assert "\x1b" not in app.fault


async def test_signal_keeps_the_place_and_leaves_with_its_code(app, store):
    async with driven(app) as d:
        await d.press("j", "J")
        place, session, document = d.pane.place, d.review.session.id, d.review.document.id
        d.app.stop(143)
        await d.settle()
    assert app.return_code == 143
    assert store.sessions.place(session, document) == place


# what may be drawn


def test_safe_filter_lets_nothing_through_that_acts_on_a_terminal():
    style = Style(bold=True)
    plain = [Segment("as it is", style)]
    safe = SafeFilter()
    assert safe.apply(plain, Color(0, 0, 0)) is plain
    (drawn,) = safe.apply([Segment("\x1b]0;x\x07\x9b\u202e漢\t", style)], Color(0, 0, 0))
    assert drawn == Segment("␛]0;x␇��漢 ", style)


async def test_whatever_widget_draws_it(app):
    async with driven(app, (200, 50)) as d:
        d.app.notify(HOSTILE, markup=False, title=HOSTILE)
        d.bench.say(HOSTILE)
        d.bench.title_line.say(HOSTILE, HOSTILE)
        await d.bench.prompt_bar.ask("find", "Find", HOSTILE)
        await d.settle()
        shown = d.screen_text()
        assert shown.count("[@click=app.quit]x[/]") >= 4
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)
