"""What a visit looked at, in the letter's own words."""

import re

from ofsted_tui.reading.facts.focus_areas import focus_area, names_any
from ofsted_tui.reading.facts.head import Head, without_marks
from ofsted_tui.reading.facts.titles import Title

_LOOKED = (
    r"(?:looked (?:again |in detail |closely )?(?:at|into)"
    r"|look at|review(?:ed)?|evaluat(?:ed|e)|considered|examined"
    r"|focuss?ed (?:up)?on"
    r"|assessed|explored|scrutinised|inspected|tested)"
)
_ARRANGEMENTS = (
    r"(?:the )?(?:(?:quality|effectiveness|impact|progress|suitability)(?: and (?:quality|effectiveness"
    r"|impact|timeliness))?"
    r" of )?(?:the )?(?:(?:local authority|council|trust|authority|partnership|department|city"
    r"|county)'s? )?"
    r"(?:\w+ )?(?:arrangements?|services?|response|practice|support|work)"
    r"(?: (?:and|or) (?:services?|support|practice|provision|arrangements?|response))?(?: (?:in place"
    r"|provided|made|offered))?"
    r" (?:to support|to protect|to help|for|with|to|in relation to|relating to|in respect of|regarding"
    r"|of|around)"
)
_STARTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:inspectors|we|the inspectors|the visit|this visit|the inspection team"
        rf"|i)\b(?: \w+ly)? (?:also )?{_LOOKED}"
        rf" {_ARRANGEMENTS}(?=\W)",
        r"\bthe (?:main |primary |particular |specific )?(?:focus|theme|scope)(?: of (?:the|this"
        r"|our) (?:\w+ ){0,2}visit)?"
        r" (?:was|is|were)(?: on| to (?:review|evaluate|consider|look at))?(?=\W)",
        r"\b(?:this|the) (?:\w+ )?visit(?: was)? (?:has )?focuss?(?:ed|ing) (?:up)?on(?=\W)",
        r"\b(?:the )?areas? (?:covered|considered|reviewed|looked at)(?: by| during| in| at)? (?:the"
        r"|this)(?: \w+)? visit"
        r" (?:were|was|are|is|included)(?=\W)",
        r"\breviewed the progress (?:that (?:had|has) been )?made (?:in|within|on|against|by"
        r"|since)(?: relation to)?(?=\W)",
        rf"\b(?:inspectors|we|the visit|this visit)\b(?: \w+ly)? {_LOOKED}(?=\W)",
    )
)
_EVIDENCE = re.compile(
    r"^\W*(?:a |the )?(?:wide |broad |extensive )?(?:range|variety|number|sample"
    r"|selection) of\b(?! (?:services|issues))"
    r"|^\W*(?:\w+ ){0,4}(?:evidence|records|case files|documents)\b",
    re.IGNORECASE,
)
_AREAS_OF = re.compile(
    r"^(?:the )?(?:following )?(?:areas?|aspects?|services?) (?:of|for|in)(?: the)? (?!concern)|^(?:on"
    r"|upon|of|the area of)\s+",
    re.IGNORECASE,
)
_ARRANGEMENTS_FIRST = re.compile(rf"^{_ARRANGEMENTS}\s+", re.IGNORECASE)
_PARTICULAR = re.compile(
    r",?\s*(?:and )?(?:with (?:a )?(?:(?:particular|specific|special|additional) )?(?:focus|emphasis"
    r"|attention|reference)"
    r" (?:on|to)|focus+ing (?:particularly |specifically )?on|(?:in )?particular(?:ly)?(?=[ ,])"
    r"|including\b|specifically)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?](?=\s+[A-Z\"'(]|\s*$)")
_ALSO = re.compile(
    rf"\b(?:inspectors|they|we) (?:also {_LOOKED}|{_LOOKED} also"
    rf"|additionally {_LOOKED}) (?P<what>[^.:;]{{3,200}})",
    re.I,
)
_BULLET = re.compile(r"^(?:[-•◼▪●·*\uf06e\uf0b7\uf0a7]|\([a-z\d]\)|\d\.)\s*")
_BULLETED = re.compile(r"\s[-•◼▪●·\uf06e\uf0b7\uf0a7]\s")
_LONGEST = 400


def focus_of(head: Head, title: Title | None) -> tuple[str, str]:
    """Return what a visit looked at, and the code of the one area that it names; ("", "") if not said.

    The words are the letter's own, in typewriter quotes and dashes, from after "arrangements for" to before
    "with a particular focus on"; two sentences are joined by "; ".
    """
    text = _opening(head, title)
    for start in _STARTS:
        for found in start.finditer(text):
            whole = _sentence_rest(text, found.end())
            if whole and not _EVIDENCE.search(whole):
                return _answer(whole, text[found.end() + len(whole) :])
    return "", ""


def _opening(head: Head, title: Title | None) -> str:
    after = 0 if head.greeting is None else head.greeting + 1
    return head.opening(max(after, title.end) if title is not None else after)


def _sentence_rest(text: str, place: int) -> str:
    end = _SENTENCE_END.search(text, place)
    return text[place : end.start() if end else len(text)][:_LONGEST]


def _answer(whole: str, after: str) -> tuple[str, str]:
    main, particular = _divided(whole)
    also = _ALSO.search(after[:_LONGEST])
    if also and not _EVIDENCE.search(also.group("what")) and focus_area(also.group("what")):
        main = f"{main}; {_focus_text(also.group('what'))}"
    area = focus_area(main) if names_any(main) else focus_area(f"{main}; {particular}")
    return main, area


def _divided(whole: str) -> tuple[str, str]:
    """Return the words before "with a particular focus on", and those after it."""
    cut = _PARTICULAR.search(whole)
    main = _focus_text(whole[: cut.start()] if cut else whole)
    particular = whole[cut.end() :] if cut else ""
    return (main, particular) if main else (_focus_text(particular), "")


def _focus_text(text: str) -> str:
    """Return what was looked at: a list after a colon becomes one line, without its bullets."""
    before, colon, items = text.partition(":")
    listed = [without_marks(_BULLET.sub("", item.strip())) for item in _BULLETED.split(f" {items}")]
    listed = [item.strip(" ,.;") for item in listed if item.strip(" ,.;")]
    before = before.strip(" ,.-")
    before = _ARRANGEMENTS_FIRST.sub("", _AREAS_OF.sub("", before, count=1), count=1)
    if colon and listed and not names_any(before):
        return "; ".join(listed)
    return before.strip(" ,.-")
