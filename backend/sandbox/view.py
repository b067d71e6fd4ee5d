"""The sandbox's pages as HTML that needs no script. Everything that came from outside goes through `escape`."""

from html import escape

from backend.contracts.figures import figures
from backend.contracts.problem import Problem
from backend.contracts.types import Language
from backend.sandbox.cards import TEST_CARDS, Card
from backend.sandbox.domain import Authorization
from backend.sandbox.request import Reply
from backend.sandbox.return_url import origins
from backend.sandbox.styles import STYLE, STYLE_SOURCE
from backend.sandbox.translations import say

LABELS = {"number": "Card number", "expires": "Expires", "code": "Security code"}
_KIND = {
    "number": 'autocomplete="cc-number" maxlength="30" placeholder="1234 1234 1234 1234"',
    "expires": 'autocomplete="cc-exp" maxlength="9" placeholder="{date}"',
    "code": 'autocomplete="cc-csc" maxlength="4" placeholder="123"',
}
_WARNING = "no money moves here. Use a test card, never a real one."
_QUESTION = "Your bank asks you to confirm a payment of {total} with your {brand} card ending in {last4}."
_LOCK = (
    '<svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" stroke-width="1.6" '
    'aria-hidden="true">'
    '<rect x="3" y="8" width="12" height="8" rx="2"/><path d="M6 8V5.5a3 3 0 0 1 6 0V8"/></svg>'
)


def reply(status: int, title: str, body: str, language: Language = "en") -> Reply:
    """Return a page whose headers forbid scripts, frames, caches, and forms that lead anywhere but to the shop."""
    policy = (
        f"default-src 'none'; style-src {STYLE_SOURCE}; form-action 'self' {' '.join(origins())}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    headers = {
        "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "cache-control": "no-store",
        "referrer-policy": "no-referrer", "x-content-type-options": "nosniff", "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin", "permissions-policy": "camera=(), microphone=(), geolocation=()",
        "strict-transport-security": "max-age=31536000", "x-robots-tag": "noindex",
    }  # fmt: skip
    return {"statusCode": status, "headers": headers, "body": _page(title, body, language)}


def sorry(problem: Problem) -> Reply:
    """Return a page that describes a problem."""
    return reply(
        problem.status,
        problem.title,
        f"<h1>{escape(problem.title)}</h1><p>{escape(problem.detail or 'Go back to the shop.')}</p>",
    )


def card(total: str, typed_card: Card, mistakes: dict[str, str], back: str, language: Language) -> str:
    """Return the card form, with errors at its fields. It never repeats the security code."""
    number, expires, code = (
        _field(name, value, mistakes, language)
        for name, value in zip(LABELS, (typed_card.number, typed_card.expires, ""), strict=True)
    )
    tests = "".join(f"<dt>{_group_digits(each.number)}</dt><dd>{say(language, each.title)}</dd>" for each in TEST_CARDS)
    hint = say(language, "With any date to come and any security code.")
    return f"""<h1>{say(language, "Your card")}</h1>\
<p class="sum">{say(language, "Total")} <strong>{escape(total)}</strong></p>
<form method="post" novalidate>{number}<div class="pair">{expires}{code}</div>\
<button>{say(language, "Use this card")}</button></form>
<a class="back" href="{escape(back)}">{say(language, "Back to the shop")}</a>
<details><summary>{say(language, "Test cards")}</summary><p class="hint">{hint}</p><dl>{tests}</dl></details>"""


def question(authorization: Authorization) -> str:
    """Return the form of the bank's question, in its holder's language."""
    language = authorization.language
    total = escape(figures(language).money(authorization.amount, authorization.currency))
    asked = say(language, _QUESTION).format(
        total=f"<strong>{total}</strong>", brand=escape(authorization.brand), last4=escape(authorization.last4)
    )
    return f"""<h1>{say(language, "Is this you?")}</h1><p class="sum">{asked}</p>
<form method="post"><button name="choice" value="confirm">{say(language, "Confirm the payment")}</button>
<button class="second" name="choice" value="reject">{say(language, "Do not pay")}</button></form>"""


def _field(name: str, value: str, mistakes: dict[str, str], language: Language) -> str:
    mistake = mistakes.get(name)
    first = " autofocus" if mistake and next(iter(mistakes)) == name else ""
    state = f' aria-invalid="true" aria-describedby="{name}-wrong"{first}' if mistake else ""
    message = f'<p class="wrong" id="{name}-wrong">{say(language, mistake)}</p>' if mistake else ""
    return (
        f'<div class="field"><label for="{name}">{say(language, LABELS[name])}</label>'
        f'<input id="{name}" name="{name}" value="{escape(value)}" inputmode="numeric" required '
        f"{_KIND[name].format(date=say(language, 'MM/YY'))}{state}>{message}</div>"
    )


def _group_digits(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _page(title: str, body: str, language: Language) -> str:
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8">\
<meta name="viewport" content="width=device-width">
<title>{say(language, title)} – Sandbox Pay</title><style>{STYLE}</style></head><body>
<p class="sandbox"><strong>SANDBOX</strong> – {say(language, _WARNING)}</p>
<main><p class="name">{_LOCK} Sandbox Pay</p>{body}</main></body></html>"""
