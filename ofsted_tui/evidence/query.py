"""The search query: literal words, phrases in quotes, and the synonyms of topics."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ofsted_tui.model.codebook import Codebook, Topic
from ofsted_tui.reading.language.mentions import plain_words, topic_names

_PART = re.compile(r'["“”]([^"“”]*)["“”]?|([^\s"“”]+)')
_WORD = re.compile(r"\w")
_SMALL_WORDS = (
    "a about all also an and any are as at be been but by can could do does for from had has have he her his"
    " how i if in into is it its may more most no nor not of on or our out she should so some such than that"
    " the their them then there these they this those through to too under up was we were what when where"
    " which while who whose will with would you your"
)
_STOP_WORDS = frozenset(_SMALL_WORDS.split())
"""Stop words: searched for only in quotes, or where the query holds nothing else."""
_MOST_WORDS = 60
"""The most words that are taken from a passage that is searched for as a whole."""


@dataclass(frozen=True, slots=True)
class Query:
    """Literal words and phrases."""

    parts: tuple[str, ...]
    """All of them have to be there."""
    others: tuple[str, ...] = ()
    """Any of them, where not all parts are there: synonyms of topics, or a passage's words."""
    is_mixed: bool = False
    """Whether the others rank with the parts; else they come after them."""

    def __bool__(self) -> bool:
        """Tell whether anything is searched for."""
        return bool(self.parts or self.others)


def query_of(typed: str) -> Query:
    """Return the query that was typed: quotes make a phrase, there is no other syntax."""
    phrases: list[str] = []
    words: list[str] = []
    for phrase, word in _PART.findall(typed):
        (phrases if phrase else words).append((phrase or word).strip())
    said = [one for one in words if _WORD.search(one)]
    telling = [one for one in said if one.lower() not in _STOP_WORDS]
    kept = [one for one in phrases if _WORD.search(one)]
    return Query(tuple(dict.fromkeys([*kept, *(telling or (said if not kept else []))])))


def topics_in(typed: str, codebook: Codebook) -> list[Topic]:
    """Return the topics that the typed words name: those that share the most words with a name.

    All words of a name have to be there, whatever stands between them: "education employment training" names
    the topic with the synonym "education, employment and training", not that of "education".
    """
    words = plain_words(typed)
    names = _names(tuple(codebook.topics))
    shared = [max((len(one) for one in found if one <= words), default=0) for found in names]
    most = max(shared, default=0)
    return [topic for topic, one in zip(codebook.topics, shared, strict=True) if most and one == most]


@lru_cache(maxsize=8)
def _names(topics: tuple[Topic, ...]) -> list[list[frozenset[str]]]:
    """Return the words of each name of each topic, without stop words."""
    return [
        [words for name in topic_names(topic) if (words := plain_words(name) - _STOP_WORDS)]
        for topic in topics
    ]


def with_synonyms(query: Query, topics: Sequence[Topic], *, is_mixed: bool = False) -> Query:
    """Return the query with the synonyms of topics added to `others`."""
    others = dict.fromkeys(synonym for topic in topics for synonym in topic.synonyms)
    return replace(query, others=(*query.others, *others), is_mixed=is_mixed)


def query_like(passage: str) -> Query:
    """Return a query for passages like this one: any of its words that are not stop words."""
    words = (word for word in re.findall(r"\w[\w'’-]*", passage))
    telling = (word for word in words if word.lower() not in _STOP_WORDS and len(word) > 1)
    return Query((), tuple(dict.fromkeys(word.lower() for word in telling))[:_MOST_WORDS])
