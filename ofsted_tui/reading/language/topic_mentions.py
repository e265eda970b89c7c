"""Which topics of the codebook a text mentions, so that the silence on the others can be seen."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ofsted_tui.model.codebook import Topic

_PARTS = re.compile(r"[/&,]")
"""A title names several things: "front door / MASH / contacts & referrals"."""
_TOKEN = re.compile(r"([^\W_]+)(?:['’‘ʼ`´](?:s\b)?)?|[.!?](?=\s)", re.IGNORECASE)
"""A word without its possessive ending, or the end of a sentence."""
_IRREGULAR = {"children": "child", "childrens": "child", "people": "person", "women": "woman", "men": "man"}
_ORDINARY = frozenset({"prevent", "send"})
"""Names in the codebook that are ordinary words in small letters: the Prevent duty, SEND."""

_Phrase = tuple[str, ...]
_Phrases = dict[str, list[tuple[_Phrase, str]]]
"""Phrases as words, each with the code of its topic, by their first word."""


def mentioned_topics(text: str, topics: Sequence[Topic]) -> set[str]:
    """Return the codes of the topics that the text mentions by a part of the title or by a synonym.

    Whole words count, whatever the case, the plural or possessive ending, the apostrophe, the hyphen or the
    line break; words on both sides of a full stop are no phrase. Linear in the text's length.
    """
    phrases = _phrases(tuple(topics))
    words = list(_words(text))
    return {
        code
        for position, word in enumerate(words)
        for phrase, code in phrases.get(word, ())
        if tuple(words[position : position + len(phrase)]) == phrase
    }


def topic_names(topic: Topic) -> tuple[str, ...]:
    """Return what a topic is called: the parts of its title, and its synonyms."""
    return (*_PARTS.split(topic.title), *topic.synonyms)


@lru_cache(maxsize=8)
def _phrases(topics: tuple[Topic, ...]) -> _Phrases:
    found: _Phrases = {}
    for topic in topics:
        for words in {tuple(_words(name)) for name in topic_names(topic)}:
            if words:
                found.setdefault(words[0], []).append((words, topic.code))
    return found


def _words(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        word = found.group(1)
        if word is None:
            yield "."
        elif word in _ORDINARY:
            yield word + " (a verb)"
        else:
            yield _singular(word.lower())


def named_topics(text: str, topics: Sequence[Topic]) -> list[Topic]:
    """Return the topics that the text names, in its order, each by the longest name that stands there.

    "Education, employment and training" names that topic, not those of education and of training.
    """
    phrases = _phrases(tuple(topics))
    words = list(_words(text))
    known = {topic.code: topic for topic in topics}
    found: dict[str, Topic] = {}
    taken = 0
    for position, word in enumerate(words):
        here = [
            (len(phrase), code)
            for phrase, code in phrases.get(word, ())
            if tuple(words[position : position + len(phrase)]) == phrase
        ]
        longest = max((length for length, _ in here), default=0)
        if position + longest <= taken:
            continue
        taken = position + longest
        found |= {code: known[code] for length, code in here if length == longest}
    return list(found.values())


def plain_words(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared here: small letters, singular, no possessive ending."""
    return frozenset(word for word in _words(text) if word != ".")


def _singular(word: str) -> str:
    """Return a word as in the singular; only ever compared with another word so treated."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]
