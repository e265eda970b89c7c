"""What the tags of HTML mean for reading: which are blocks, which are left out, which end others."""

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905 - a list of words
"""Elements that have no end tag."""

SKIPPED = frozenset(
    """
    script style noscript template svg math nav footer aside select textarea datalist iframe object canvas
    audio video map dialog
    """.split()  # noqa: SIM905 - a list of words is read easier as text
)
"""Elements whose text is not part of the page's running text, wherever they are."""

SKIPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})

HEADINGS = {f"h{level}": level for level in range(1, 7)}

LISTS = frozenset({"ul", "ol", "menu", "dir"})

BLOCKS = frozenset(
    """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure form
    header hgroup hr legend li main p pre section summary table tbody tfoot thead title head
    """.split()  # noqa: SIM905 - a list of words is read easier as text
) | {*HEADINGS, *LISTS}
"""Elements that begin on a line of their own, but for rows and cells."""

_CELLS = frozenset({"td", "th"})
_AFTER_PARAGRAPH = dict.fromkeys(BLOCKS, frozenset({"p", "title"}))
IMPLIED_ENDS = _AFTER_PARAGRAPH | {
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "td": frozenset({"p", *_CELLS}),
    "th": frozenset({"p", *_CELLS}),
    "tr": frozenset({"p", "tr", *_CELLS}),
    "tbody": frozenset({"p", "tr", "tbody", "thead", "tfoot", *_CELLS}),
    "tfoot": frozenset({"p", "tr", "tbody", "thead", "tfoot", *_CELLS}),
}
"""The innermost open elements that the start of an element ends: end tags are often left out."""


def is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    """Tell whether attributes hide an element from a reader for good.

    `hidden="until-found"` does not: it folds text that can be unfolded.
    """
    if tag in {"html", "body", "main"}:
        # Hidden until a script has run, which a saved page need not say.
        return False
    if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
        return True
    if (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    style = (attributes.get("style") or "")[:2_000]
    return "display:none" in "".join(style.lower().split())


def is_main(tag: str, attributes: dict[str, str | None]) -> bool:
    """Tell whether an element is the main part of a page."""
    return tag == "main" or attributes.get("role") == "main"
