"""Pieces of the HTML report: text that can be nothing but text, and cells that `verify` reads back."""

import json
from collections.abc import Iterable, Sequence
from html import escape

from ofsted_tui.export.csv_columns import Row
from ofsted_tui.model.safe_text import visible, visible_line


def text(words: str) -> str:
    """Return words as HTML: no markup, nothing that would act or mislead."""
    return escape(visible(words))


def line(words: str) -> str:
    """Return words of one line as HTML."""
    return escape(visible_line(words))


def cell(name: str, value: str, tag: str = "span") -> str:
    """Return an element that holds the value of a column, and nothing else.

    What HTML cannot carry, or what would mislead a reader, is shown by stand-ins; the value itself stands in
    `data-exact` then, as JSON.
    """
    shown = visible(value)
    exact = "" if shown == value else f' data-exact="{escape(json.dumps(value))}"'
    return f'<{tag} data-column="{name}"{exact}>{escape(shown)}</{tag}>'


def proof(row: Row, names: Iterable[str]) -> str:
    """Return the columns that only a checker needs, folded away."""
    pairs = "".join(
        f"<div><dt>{escape(name.replace('_', ' '))}</dt>{cell(name, row[name], 'dd')}</div>" for name in names
    )
    return f'<details class="proof"><summary>Proof</summary><dl>{pairs}</dl></details>'


def table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, row_headings: bool = True
) -> str:
    """Return a table of HTML cells; the first cell of a row is its heading."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in headings)
    body = "\n".join(_row(row, row_headings) for row in rows)
    return (
        f'<div class="wide"><table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _row(cells: Sequence[str], has_heading: bool) -> str:
    first, *others = cells
    start = f'<th scope="row">{first}</th>' if has_heading else f"<td>{first}</td>"
    return f"<tr>{start}{''.join(f'<td>{one}</td>' for one in others)}</tr>"


def figure(picture: str, caption: str) -> str:
    """Return a picture with its caption."""
    return f'<figure class="wide">{picture}<figcaption>{escape(caption)}</figcaption></figure>'


def svg(width: int, height: int, title: str, description: str, parts: Iterable[str]) -> str:
    """Return a picture that says what it shows."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}"><title>{line(title)}</title><desc>{line(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def svg_text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Return words at a place of a picture."""
    look = f' class="{kind}"' if kind else ""
    return f'<text x="{x:g}" y="{y:g}"{look} text-anchor="{anchor}">{line(words)}</text>'


def shortened(words: str, characters: int) -> str:
    """Return words cut to so many characters, with … where something was cut."""
    plain = " ".join(words.split())
    return plain if len(plain) <= characters else f"{plain[: characters - 1].rstrip()}…"
