"""A letter as HTML: without tables, pictures or scripts, for light and dark, readable where styles are thrown away.

A tiny renderer in place of a template engine: importing one takes longer than the function's own start (see
docs/decisions). Every text goes through `escape` in `_tag`, so whoever adds a text cannot forget it. The colours are
those of the storefront's tokens.css as sRGB.
"""

from collections.abc import Iterable
from html import escape

from backend.contracts.formats import day
from backend.contracts.shop import NAME, SELLER
from backend.notification.domain import Recipient
from backend.notification.sums import TotalsRow, totals_rows
from backend.notification.texts import MailContent, address

_STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 16px; background: #fbfaf6; color: #13151f; }
body { font: 16px/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
.mail { max-width: 544px; margin: 0 auto; }
.shop { margin: 0 0 32px; font-size: 20px; font-weight: 700; letter-spacing: -0.04em; }
h1 { margin: 0 0 16px; font-size: 28px; line-height: 1.2; letter-spacing: -0.02em; }
h2 { margin: 40px 0 8px; font-size: 16px; }
p, ul { margin: 0 0 16px; overflow-wrap: anywhere; }
.button { display: inline-block; padding: 12px 20px; border-radius: 6px; background: #263dcc; \
color: #ffffff; text-decoration: none; }
.row { overflow: hidden; padding: 12px 0; border-top: 1px solid #dddbd3; overflow-wrap: anywhere; }
.amount { float: right; padding-left: 16px; white-space: nowrap; }
.note, .foot { color: #53555e; font-size: 14px; }
.total { font-weight: 700; }
.total .note { font-weight: 400; }
.foot a { color: inherit; }
.foot { margin-top: 48px; padding-top: 16px; border-top: 1px solid #dddbd3; }
@media (prefers-color-scheme: dark) {
body { background: #0f1016; color: #efeeeb; }
.button { background: #a2b1ff; color: #0b0d21; }
.row, .foot { border-color: #33353e; }
.note, .foot { color: #a8aab3; }
}
"""


def render_html(content: MailContent, who: Recipient | None, number: str, link: str, write: str = "") -> str:
    """Return the letter's page; `write` is where its reader can write to us."""
    body = [
        _tag("p", NAME, "shop"),
        _tag("h1", content.heading),
        *(_tag("p", each) for each in content.paragraphs),
        _list(content.listed),
        _lines(content.place),
        f'<p><a class="button" href="{escape(link)}">{escape(content.button)}</a></p>' if content.button else "",
        *_order(who, number),
        f'<div class="foot">{_help(write)}{_breaks((NAME, *SELLER.address, SELLER.email))}</div>',
    ]
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
    )
    title = f"<title>{escape(content.heading)}</title><style>{_STYLE}</style>"
    return (
        f'<!doctype html><html lang="en"><head>{head}{title}</head><body>'
        f'<div class="mail">{"".join(body)}</div></body></html>'
    )


def _order(who: Recipient | None, number: str) -> Iterable[str]:
    """What was bought, and where it goes; nothing where it is not known."""
    if who is None or who.bought is None:
        return
    yield _tag("h2", f"Order {number}, {day(who.bought.placed_at)}")
    yield from (_row(row) for row in totals_rows(who, who.bought))
    yield _tag("h2", "Delivery to")
    yield _lines(address(who.bought.address))


def _help(write: str) -> str:
    return f'<p><a href="{escape(write)}">Write to us about it</a></p>' if write else ""


def _row(row: TotalsRow) -> str:
    note = f"<br>{_tag('span', row.note, 'note')}" if row.note else ""
    return (
        f'<div class="row{" total" if row.total else ""}">'
        f"{_tag('span', row.amount, 'amount')}{_tag('span', row.title)}{note}</div>"
    )


def _list(found: Iterable[str]) -> str:
    items = "".join(_tag("li", each) for each in found)
    return f"<ul>{items}</ul>" if items else ""


def _lines(found: Iterable[str]) -> str:
    shown = _breaks(found)
    return f"<p>{shown}</p>" if shown else ""


def _breaks(found: Iterable[str]) -> str:
    return "<br>".join(escape(each) for each in found)


def _tag(name: str, text: str, kind: str = "") -> str:
    return f"<{name}{f' class={kind!r}' if kind else ''}>{escape(text)}</{name}>"
