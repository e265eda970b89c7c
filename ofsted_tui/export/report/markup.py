"""Build the HTML of a report: escaped text, tags, SVG, the style sheet; and check that no other is in it."""

import json
import re
from collections.abc import Iterable, Sequence
from html import escape

from ofsted_tui.export.csv_format import CsvRow
from ofsted_tui.model.safe_text import visible, visible_line

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r'\s([A-Za-z-]+)="([^"]*)"')
_ELEMENT = re.compile(
    "a|body|br|caption|circle|code|desc|div|figcaption|figure|footer|g|h[1-4]|header|html|li|main|nav|ol|p|path"
    "|rect|section|span|svg|table|tbody|td|text|th|thead|title|tr"
)
_KNOWN = re.compile(
    "aria-label|aria-labelledby|class|c?x|c?y|d|height|id|r|role|scope|stroke-dasharray|text-anchor|transform"
    "|viewBox|width|xmlns"
)
"""The attributes that elements of a report have, but for the links within it."""
_SHOWN = 40
"""Characters that are named of what is otherwise than it should be."""


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


def proof(row: CsvRow, names: Iterable[str]) -> str:
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


class Markup:
    """Checks the markup of a page piece by piece, and tracks the open elements."""

    def __init__(self, *, is_open: str) -> None:
        """Begin within an element, given by its tag."""
        self.open = [is_open]
        """The tags of the elements that are open, the outermost first."""

    def take(self, page: str) -> str:
        """Take the next piece, and return the fault of its markup; "" where it has none."""
        fault = ""
        for tag in _TAG.finditer(page):
            fault = fault or self._taken(tag)
        rest = _TAG.sub("", page)
        at = rest.find("<")
        return fault if at < 0 else fault or _named(rest[at:])

    def _taken(self, tag: re.Match[str]) -> str:
        is_end, name, attributes = tag.groups()
        if not _ELEMENT.fullmatch(name) or not _are_known(attributes):
            return _named(tag.group())
        if is_end:
            begun = self.open.pop() if self.open else ""
            return "" if re.match(rf"<{name}\b", begun) else _named(tag.group())
        if name != "br" and not attributes.endswith("/"):
            self.open.append(tag.group())
        return ""


def _are_known(attributes: str) -> bool:
    known = not _ATTRIBUTE.sub("", attributes).strip(" /")
    for name, value in _ATTRIBUTE.findall(attributes):
        known = known and (value.startswith("#") if name == "href" else bool(_KNOWN.fullmatch(name)))
    return known


def _named(page: str) -> str:
    return f"holds markup that no report has ({visible_line(page[:_SHOWN])!r})"


STYLE = """
:root { color-scheme: light dark; --ink: #1d2329; --soft: #4d5965; --ground: #ffffff; --panel: #f3f5f7;
  --line: #c5ccd3; --accent: #1f4e79; --strength: #1b6e4b; --improve: #a8480b; }
@media (prefers-color-scheme: dark) { :root { --ink: #dfe4e9; --soft: #a9b3bd; --ground: #171b1f;
  --panel: #21272d; --line: #444e58; --accent: #8fc1ee; --strength: #6fcf9f; --improve: #f0a868; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI",
  Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
header, nav, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.45rem; margin: 2.75rem 0 .75rem; padding-top: .75rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, ul, dl { max-width: 46rem; }
a { color: var(--accent); }
a:focus, summary:focus { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--ground);
  padding: .5rem; }
nav ol { columns: 2; padding-left: 1.25rem; }
.soft, figcaption, caption { color: var(--soft); }
figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0 1.25rem; font-size: .9rem; }
caption { text-align: left; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .55rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--panel); }
td, th { overflow-wrap: break-word; }
article { max-width: 50rem; margin: .9rem 0; padding: .7rem 1rem; background: var(--panel);
  border-left: .35rem solid var(--line); }
article.strengths { border-left-color: var(--strength); }
article.improvement { border-left: .35rem dashed var(--improve); }
article.claims { border-left: .35rem double var(--soft); }
[data-column] { white-space: pre-wrap; }
blockquote { margin: 0 0 .4rem; max-width: 46rem; }
.where { margin: 0; font-size: .9rem; color: var(--soft); }
.note { margin: .4rem 0 0; }
.said { font-weight: 600; color: var(--ink); }
details.proof { margin-top: .4rem; font-size: .8rem; }
details.proof dl { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: .1rem .75rem;
  max-width: none; margin: .4rem 0 0; }
details.proof div { display: contents; } details.proof dt { color: var(--soft); }
details.proof dd { margin: 0; font-family: ui-monospace, Consolas, monospace; }
.steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem; }
.steps article { margin: 0; }
svg text { fill: var(--ink); font: 13px system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
svg .soft { fill: var(--soft); } svg .strong { font-weight: 600; } svg .small { font-size: 11px; }
svg .line { stroke: var(--line); fill: none; } svg .edge { stroke: var(--ink); fill: none; }
svg .series { stroke: var(--ink); fill: none; stroke-width: 1.5; }
svg .strengths { fill: var(--strength); } svg .improvements { fill: var(--improve); }
svg .mark { fill: var(--ground); stroke: var(--ink); stroke-width: 1.5; }
svg .break { stroke: var(--ink); stroke-dasharray: 2 4; stroke-width: 1.5; fill: none; }
@media (max-width: 34rem) { figure svg { max-width: none; }
  nav ol { columns: 1; } h1 { font-size: 1.5rem; } th, td { padding: .3rem; } }
@page { size: A4; margin: 16mm 14mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --ground: #fff; --panel: #fff; --line: #888;
    --accent: #000; --strength: #1b6e4b; --improve: #a8480b; }
  html { font-size: 9.5pt; } header, main, footer { max-width: none; padding: 0; }
  nav, .skip, details.proof { display: none; }
  h2, h3, h4 { break-after: avoid; } article, figure, tr { break-inside: avoid; }
  thead { display: table-header-group; } a { text-decoration: none; }
  .wide { overflow: visible; } table { table-layout: fixed; font-size: 7.5pt; } code { font-size: 6pt; }
  th, td { padding: 2pt 3pt; hyphens: auto; }
  article { border: 1px solid #888; border-left-width: 4px; }
}
"""
