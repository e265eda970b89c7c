"""Labels over the words on the screen: any passage in five keys."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.cursor_moves import UnitRuler
from ofsted_tui.tui.widgets.document_pane import Labels

TEXT = "One two, three — four five. Six"
WORDS = ["One", "two", "three", "four", "five", "Six"]


def over(text=TEXT, start=0, end=None, anchor=None):
    return Labels.over(UnitRuler(text), start, len(text) if end is None else end, anchor)


def type_in(labels, keys):
    answers = [labels.typed(key, key if len(key) == 1 else None) for key in keys]
    return answers[-1]


def named(labels, word, text=TEXT):
    return next(name for name, passage in labels.words.items() if text[passage.start : passage.end] == word)


def test_every_word_has_a_label_of_two_characters():
    labels = over()
    assert [TEXT[one.start : one.end] for one in labels.words.values()] == WORDS
    assert {len(name) for name in labels.words} == {2}
    assert labels.showing == {word.start: name for name, word in labels.words.items()}


def test_letters_come_before_digits():
    text = "word " * 700
    names = list(over(text).words)
    assert names[:3] == ["aa", "ab", "ac"]
    assert all(name.isalpha() for name in names[: 26 * 26])
    assert not any(name.isalpha() for name in names[26 * 26 :])
    assert len(set(names)) == 700


def test_there_are_never_more_labels_than_names():
    assert len(over("word " * 2_000).words) == 36 * 36


def test_only_the_words_on_the_screen():
    labels = over(start=4, end=17)
    assert [TEXT[one.start : one.end] for one in labels.words.values()] == ["two", "three"]


def test_two_labels_name_a_passage():
    labels = over()
    assert "first" in labels.hint
    assert type_in(labels, named(labels, "two")) is None
    assert labels.first == Passage(4, 7)
    assert "last" in labels.hint
    assert not labels.is_over
    passage = type_in(labels, named(labels, "four"))
    assert TEXT[passage.start : passage.end] == "two, three — four"
    assert labels.is_over


def test_the_last_word_may_come_first():
    labels = over()
    type_in(labels, named(labels, "four"))
    passage = type_in(labels, named(labels, "two"))
    assert TEXT[passage.start : passage.end] == "two, three — four"


def test_enter_chooses_just_the_first_word():
    labels = over()
    type_in(labels, named(labels, "five"))
    assert labels.typed("enter", "\r") == Passage(22, 26)
    assert labels.is_over


def test_with_an_anchor_only_the_other_end_is_asked_for():
    labels = over(anchor=Passage(0, 3))
    assert "last" in labels.hint
    assert type_in(labels, named(labels, "three")) == Passage(0, 14)
    assert labels.is_over


def test_half_a_label_leaves_those_that_it_can_mean():
    labels = over("word " * 60)
    assert len(labels.showing) == 60
    assert labels.typed("b", "b") is None
    assert {name[0] for name in labels.showing.values()} == {"b"}
    assert len(labels.showing) == 26
    assert not labels.is_over


def test_a_wrong_key_ends_it():
    for keys in (["escape"], ["enter"], ["a", "escape"], ["9"], ["a", "9"], ["a", "a", "9"], ["é"], ["up"]):
        labels = over()
        assert type_in(labels, keys) is None
        assert labels.is_over, keys


def test_where_there_are_no_words_any_key_ends_it():
    labels = over("\n \n")
    assert labels.words == {}
    labels.typed("a", "a")
    assert labels.is_over


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"abz09AZ!", "enter", "escape", "tab"]), max_size=6))
def test_any_keys_end_in_a_passage_or_in_nothing(keys):
    labels = over("word " * 40)
    words = list(labels.words.values())
    for key in keys:
        passage = labels.typed(key, key if len(key) == 1 else None)
        if passage is not None:
            assert labels.is_over
            assert passage.start in {one.start for one in words}
            assert passage.end in {one.end for one in words}
        if labels.is_over:
            break
        assert set(labels.showing.values()) <= set(labels.words)
        assert labels.showing


def test_a_capital_takes_the_punctuation_along():
    text = "He said (‘quite well’), and left."
    labels = over(text)
    first, last = named(labels, "quite", text), named(labels, "well", text)
    passage = type_in(labels, [*first[:-1], first[-1].upper(), *last[:-1], last[-1].upper()])
    assert text[passage.start : passage.end] == "(‘quite well’),"
    plain = type_in(over(text), [*first, *last])
    assert text[plain.start : plain.end] == "quite well"
