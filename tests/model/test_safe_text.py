"""The sanitiser: nothing that acts on a terminal, or that hides, gets through it."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.safe_text import counted, visible, visible_line, visible_summary

# notes/reliability.md, S-1
PAYLOADS = (
    "\x1b]52;c;Y3VybA==\x1b\\",
    "\x1b]2;OWNED\x1b\\",
    "\x1b]8;;http://evil\x1b\\x\x1b]8;;\x1b\\",
    "\x1bc",
    "\x1b[2J",
    "\x9b31m",
    "\x9d0;P\x9c",
    "\x1bP1;2\x1b\\",
    "\u202e",
    "\u2066a\u2067b\u2068c\u2069",
    "\u200b\ufeff\u2060",
    "\U000e0041",
    "\0",
    "\ud800",
    "\u2028",
    "\x85",
)

_KEPT = {"\u200c", "\u200d"}
"""The joiners that languages and emoji need."""
_DRAWN = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Signs of Arabic, Syriac and Kaithi that Unicode calls format characters, but that have ink."""
_BIDI_OR_INVISIBLE = {
    *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *"\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb",
}


def is_unsafe(character):
    """Tell by Unicode's own classes, not by the sanitiser's table."""
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Zl", "Zp") or character in _BIDI_OR_INVISIBLE:
        return True
    return category == "Cf" and character not in _KEPT and character not in _DRAWN


UNSAFE = [chr(code) for code in range(sys.maxunicode + 1) if is_unsafe(chr(code))]
texts = st.text(st.one_of(st.characters(), st.sampled_from(UNSAFE), st.sampled_from("\t\n ab")))


@pytest.mark.parametrize("character", ["\x1b", "\x9b", "\x07", "\u202e", "\u2066", "\ud800", "\u2028"])
def test_the_test_itself_knows_what_is_unsafe(character):
    assert character in UNSAFE


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_gets_through(payload):
    shown = visible(f"before {payload} after")
    assert not any(map(is_unsafe, shown))
    assert len(shown) == len(f"before {payload} after")
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert not any(map(is_unsafe, visible_line(payload)))


def test_no_character_at_all_gets_through_that_should_not():
    through = [hex(ord(one)) for one in UNSAFE if one not in "\t\n" and is_unsafe(visible(one))]
    assert through == []
    assert [hex(ord(one)) for one in UNSAFE if is_unsafe(visible_line(one))] == []


def test_the_fast_path_lets_nothing_through():
    # Text that str.isprintable accepts is not looked at again.
    assert [hex(ord(one)) for one in UNSAFE if one.isprintable()] == []


@settings(deadline=None)
@given(texts)
def test_length_stays_and_twice_is_once(text):
    for sanitised in (visible(text), visible_line(text)):
        assert len(sanitised) == len(text)
        assert visible(sanitised) == sanitised
    assert visible_line(visible_line(text)) == visible_line(text)


@settings(deadline=None)
@given(texts)
def test_every_character_is_safe_or_has_a_visible_stand_in(text):
    for before, after in zip(text, visible(text), strict=True):
        if before in "\t\n" or not is_unsafe(before):
            assert after == before
        else:
            assert not after.isspace()
            assert after.isprintable()


@settings(deadline=None)
@given(texts)
def test_one_line_is_one_line(text):
    assert len(visible_line(text).splitlines()) <= 1
    assert not any(map(is_unsafe, visible_line(text)))


def test_control_characters_are_named():
    assert visible("\x1b[2J\x07\x7f") == "␛[2J␇␡"
    assert visible("\r\n\tx") == "␍\n\tx"
    assert visible_line("\r\n\tx") == "␍  x"


def test_languages_and_emoji_keep_their_joiners():
    text = "می‌خواهم 👩‍👧 क्‍ष"
    assert visible(text) == text


def test_a_summary_is_one_line_without_runs_of_space():
    assert visible_summary("  one\n\n two\tthree \x1b ") == "one two three ␛"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 tags"), (1, "1 tag"), (2, "2 tags"), (2_345, "2,345 tags")]
)
def test_a_number_with_its_noun(number, said):
    assert counted(number, "tag") == said


def test_a_plural_of_its_own():
    assert counted(1, "authority", "authorities") == "1 authority"
    assert counted(3, "authority", "authorities") == "3 authorities"
