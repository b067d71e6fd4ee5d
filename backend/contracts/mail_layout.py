"""How every mail of the shop looks: those about orders, and those that the user pool sends by itself.

Mail programs are not browsers. Layout is by tables and every element has its own style, because Outlook knows little
else and Gmail drops a style sheet that it cannot read; the style sheet adds only what may be missing: the dark colours.
Nothing is loaded but the pictures of what was bought. Without them, and without any style, the words are all there.

Every text goes through `element` or `link`, which escape it.
"""

from collections.abc import Iterable
from html import escape

from backend.contracts import palette
from backend.contracts.seller_address import in_words
from backend.contracts.shop import NAME, Seller
from backend.contracts.types import Language

WIDTH = 560
"""Pixels of the column, at most: it fits the preview pane of the narrowest mail program beside its list."""

PICTURE_WIDTH, PICTURE_HEIGHT = 64, 80
_FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_INK, _MUTED = f"color:{palette.TEXT.light}", f"color:{palette.MUTED.light}"
_RULE = f"border-top:1px solid {palette.LINE.light}"
_BODY = f"{_FONT};font-size:16px;line-height:1.5;{_INK}"
_SMALL = f"{_FONT};font-size:14px;line-height:1.5;{_MUTED}"

_LOOKS = {
    "shop": ("ink", f"{_FONT};font-size:22px;line-height:1.2;font-weight:700;letter-spacing:-0.04em;{_INK}"),
    "heading": (
        "ink",
        f"margin:0 0 16px;overflow-wrap:anywhere;{_FONT};"
        f"font-size:30px;line-height:1.15;font-weight:700;letter-spacing:-0.02em;{_INK}",
    ),
    "subheading": ("ink", f"margin:40px 0 8px;{_FONT};font-size:16px;line-height:1.5;font-weight:700;{_INK}"),
    "paragraph": ("ink", f"margin:0 0 16px;overflow-wrap:anywhere;{_BODY}"),
    "title": ("ink", f"overflow-wrap:anywhere;{_BODY}"),
    "note": ("muted", f"overflow-wrap:anywhere;{_SMALL}"),
    "amount": ("ink", f"white-space:nowrap;{_BODY}"),
    "total": ("ink", f"white-space:nowrap;font-weight:700;{_BODY}"),
    "code": (
        "ink",
        f"margin:0 0 16px;{_FONT};font-size:34px;line-height:1.3;font-weight:700;letter-spacing:0.14em;{_INK}",
    ),
    "long-code": (
        "ink",
        f"margin:0 0 16px;{_FONT};font-size:21px;line-height:1.3;font-weight:700;letter-spacing:0.03em;{_INK}",
    ),
    "foot": ("muted", f"margin:0 0 8px;overflow-wrap:anywhere;{_SMALL}"),
    "button": (
        "button",
        f"display:inline-block;padding:13px 22px;border-radius:3px;background:{palette.ACCENT.light};"
        f"color:{palette.ON_ACCENT.light};{_FONT};"
        "font-size:16px;line-height:1.4;font-weight:600;text-decoration:none",
    ),
    "link": ("ink", f"overflow-wrap:anywhere;{_BODY};text-decoration:underline"),
    "foot-link": ("muted", f"{_SMALL};white-space:nowrap;text-decoration:underline"),
}
"""By what an element is: its classes, for the dark, and its style."""

_DARK = f"""
:root{{color-scheme:light dark;supported-color-schemes:light dark}}
@media (prefers-color-scheme:dark){{
.ground{{background:{palette.GROUND.dark}!important}}
.ink{{color:{palette.TEXT.dark}!important}}
.muted{{color:{palette.MUTED.dark}!important}}
.dots{{color:{palette.ACCENT.dark}!important}}
.rule{{border-color:{palette.LINE.dark}!important}}
.tile{{background:{palette.TILE.dark}!important}}
.button{{background:{palette.ACCENT.dark}!important;color:{palette.ON_ACCENT.dark}!important}}
}}
"""
_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
    '<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">'
)
_TABLE = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
_DOTS = (18, 15, 12, 9, 6)  # pixels: the shop's halftone, fading out
_FILL = "&#847;&zwnj;&nbsp;" * 60
"""Invisible characters after the preview, so that the list of mails does not go on with the mail itself."""


def page(title: str, preview: str, blocks: Iterable[str], foot: Iterable[str], language: str = "en") -> str:
    """Return the whole mail. `preview` is what a list of mails shows after the subject; blocks are HTML."""
    column = "".join(
        (
            f'{_TABLE} style="max-width:{WIDTH}px;margin:0 auto"><tr><td align="left" style="padding:0 0 36px">',
            _shop(),
            '</td></tr><tr><td align="left" style="padding:0 0 24px">',
            *blocks,
            f'</td></tr><tr><td align="left" class="rule" style="padding:20px 0 0;{_RULE}">',
            *foot,
            "</td></tr></table>",
        )
    )
    return (
        f'<!doctype html><html lang="{language}"><head>{_HEAD}<title>{escape(title)}</title>'
        f"<style>{_DARK}</style></head>"
        f'<body class="ground" style="margin:0;padding:0;background:{palette.GROUND.light}">'
        f'<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{escape(preview)}{_FILL}</div>'
        f'{_TABLE} class="ground" style="background:{palette.GROUND.light}"><tr>'
        '<td align="center" style="padding:28px 16px 40px">'
        f'<!--[if mso]><table role="presentation" width="{WIDTH}"><tr><td><![endif]-->{column}'
        "<!--[if mso]></td></tr></table><![endif]--></td></tr></table></body></html>"
    )


def _shop() -> str:
    dots = "".join(f'<span style="font-size:{size}px">&#9679;</span>' for size in _DOTS)
    style = f"{_FONT};letter-spacing:2px;color:{palette.ACCENT.light}"
    row = f'<span class="dots" aria-hidden="true" style="{style}">{dots}</span>'
    return f"{element('span', NAME, 'shop')}&nbsp; {row}"


def element(name: str, text: str, look: str) -> str:
    """Return an element that holds this text."""
    return _element(name, escape(text), look)


def lines(texts: Iterable[str], look: str = "paragraph") -> str:
    """Return a paragraph of lines; nothing for none."""
    shown = "<br>".join(escape(each) for each in texts)
    return _element("p", shown, look) if shown else ""


def bullets(texts: Iterable[str]) -> str:
    """Return a list; nothing for none."""
    items = "".join(_element("li", escape(each), "paragraph") for each in texts)
    return f'<ul style="margin:0 0 16px;padding:0 0 0 20px">{items}</ul>' if items else ""


def link(text: str, href: str, look: str = "link") -> str:
    """Return a link."""
    classes, style = _LOOKS[look]
    return f'<a class="{classes}" style="{style}" href="{escape(href)}">{escape(text)}</a>'


def button(text: str, href: str) -> str:
    """Return the one thing to do. It is painted on a cell, too: Outlook gives a link no padding."""
    return (
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr>'
        f'<td class="button" bgcolor="{palette.ACCENT.light}" style="border-radius:3px">'
        f"{link(text, href, 'button')}</td></tr></table>"
    )


def signature(sender: Seller, language: Language = "en") -> tuple[str, ...]:
    """Return who writes, for the foot."""
    names = ", ".join(dict.fromkeys((NAME, sender.name)))
    return (lines((names, ", ".join(in_words(sender, language).address), sender.email), "foot"),)


def row(title: str, note: str, amount: str, *, look: str = "amount", picture: str | None = None, href: str = "") -> str:
    """Return a line of a table of amounts; `note` says more in small. `picture` is an address, empty for a blank tile,
    None for no place for one. The title leads to `href`, where there is one."""
    shown = link(title, href) if href else element("span", title, "total" if look == "total" else "title")
    more = f"<br>{element('span', note, 'note')}" if note else ""
    return (
        f"{_TABLE}><tr>{'' if picture is None else _tile(picture)}"
        f'<td class="rule" valign="top" style="padding:12px 0;{_RULE}">'
        f"{shown}{more}</td>"
        f'<td class="rule" valign="top" align="right" style="padding:12px 0 12px 16px;{_RULE}">'
        f"{element('span', amount, look)}</td></tr></table>"
    )


def _tile(picture: str) -> str:
    """Return the picture as a tile without words of its own: what it shows is named beside it."""
    shown = (
        f'<img src="{escape(picture)}" width="{PICTURE_WIDTH}" height="{PICTURE_HEIGHT}" alt="" '
        f'style="display:block;border:0;width:{PICTURE_WIDTH}px;height:{PICTURE_HEIGHT}px;object-fit:cover">'
        if picture
        else ""
    )
    return (
        f'<td class="rule" valign="top" width="{PICTURE_WIDTH}" style="padding:12px 16px 12px 0;{_RULE}">'
        f'<div class="tile" style="width:{PICTURE_WIDTH}px;height:{PICTURE_HEIGHT}px;'
        f'background:{palette.TILE.light}">{shown}</div>'
        "</td>"
    )


def _element(name: str, inner: str, look: str) -> str:
    classes, style = _LOOKS[look]
    return f'<{name} class="{classes}" style="{style}">{inner}</{name}>'
