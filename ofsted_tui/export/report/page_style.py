"""How the report looks: for the screen in light and dark, and for A4 paper. Nothing is fetched."""

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
