"""How the sandbox's pages look: one sheet, part of the page itself and named in its Content-Security-Policy by its
hash."""

import base64
import hashlib

STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf8; --panel: #fff; --ink: #1d2126; --soft: #5a626c; --line: #c9cdd3; \
--act: #1f5c4c;
  --on-act: #fff; --wrong: #a3231f; --note: #fff3d6; --on-note: #5b3d00 }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --panel: #1d2125; --ink: #eceef0; --soft: #a6aeb8; \
--line: #4a525b;
  --act: #7fd1b9; --on-act: #0c1f19; --wrong: #ff9d96; --note: #3b2f10; --on-note: #ffe3a3 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
.sandbox { margin: 0; padding: .6rem 1rem; background: var(--note); color: var(--on-note); text-align: center; \
font-size: .95rem }
main { width: min(26rem, 100% - 2rem); margin: clamp(1rem, 6vh, 4rem) auto 2rem; padding: clamp(1.25rem, 5vw, 2rem);
  background: var(--panel); border: 1px solid var(--line); border-radius: .75rem }
.name { display: flex; align-items: center; gap: .5rem; margin: 0 0 1.25rem; color: var(--soft); font-size: .95rem }
h1 { margin: 0; font-size: 1.4rem; line-height: 1.25 }
.sum { margin: .25rem 0 1.5rem; font-size: 1.05rem; color: var(--soft) }
.sum strong { color: var(--ink); font-variant-numeric: tabular-nums }
.field { margin: 0 0 1.1rem }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); column-gap: 1rem }
label { display: block; margin-bottom: .25rem; font-weight: 600 }
input { width: 100%; min-height: 2.9rem; padding: .5rem .75rem; font: inherit; font-variant-numeric: tabular-nums; \
color: inherit;
  background: var(--paper); border: 1px solid var(--soft); border-radius: .4rem }
::placeholder { color: var(--soft); opacity: 1 }
input[aria-invalid] { border: 2px solid var(--wrong) }
.wrong { margin: .3rem 0 0; color: var(--wrong); font-size: .95rem }
.hint { margin: .3rem 0 0; color: var(--soft); font-size: .9rem }
button { width: 100%; min-height: 3rem; padding: .5rem 1rem; font: inherit; font-weight: 600; color: var(--on-act); \
background: var(--act);
  border: 1px solid var(--act); border-radius: .4rem; cursor: pointer }
button.second { margin-top: .75rem; color: var(--ink); background: none; border-color: var(--soft) }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px }
.back { display: block; margin-top: 1rem; padding: .4rem; text-align: center; color: inherit }
details { margin-top: 1.5rem; border-top: 1px solid var(--line); padding-top: 1rem; font-size: .95rem }
summary { padding: .2rem 0; cursor: pointer; font-weight: 600 }
dl { margin: .75rem 0 0 }
dt { font-variant-numeric: tabular-nums }
dd { margin: 0 0 .6rem; color: var(--soft) }
"""

STYLE_SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
