"""Gives MiniStack's sign-in pages the shop's look, and the language that the storefront asks for, as Cognito's have.

`lang` of the address is Cognito's own parameter; a page carries it along in its form. Loaded by its path in MiniStack's
own process (`infra/local/ministack_patches.py`), where nothing of ours can be imported: colours come from the
storefront's style sheet, and the shop's name from `SHOP_NAME`.
"""

import os
import re
from collections.abc import Callable
from contextvars import ContextVar
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from ministack.services import cognito

STOREFRONT = Path(__file__).parents[2] / "storefront"
TEXTS = {
    "de": {
        "Sign in": "Anmelden",
        "E-mail address": "E-Mail-Adresse",
        "Password": "Passwort",
        "Set a new password": "Neues Passwort festlegen",
        "New password": "Neues Passwort",
        "The new password again": "Neues Passwort wiederholen",
        "Save the password": "Passwort speichern",
        "Incorrect username or password.": "E-Mail-Adresse oder Passwort stimmt nicht.",
        "Passwords do not match.": "Die Passwörter stimmen nicht überein.",
    },
    "fr": {
        "Sign in": "Se connecter",
        "E-mail address": "Adresse e-mail",
        "Password": "Mot de passe",
        "Set a new password": "Choisir un nouveau mot de passe",
        "New password": "Nouveau mot de passe",
        "The new password again": "Nouveau mot de passe, encore une fois",
        "Save the password": "Enregistrer le mot de passe",
        "Incorrect username or password.": "L’adresse e-mail ou le mot de passe est incorrect.",
        "Passwords do not match.": "Les deux mots de passe sont différents.",
    },
}
"""English text → text, by language; what is missing stays English."""

STYLE = """
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-items:center;padding:var(--s4);background:var(--ground);
color:var(--text);font:400 1rem/1.55 var(--font)}
main{width:100%;max-width:27rem;padding:var(--s6) var(--s5);background:var(--surface);border:1px solid var(--line);
border-radius:var(--radius)}
.wordmark{display:flex;align-items:center;gap:var(--s2);margin:0 0 var(--s6);font-weight:700;font-size:1.375rem;
letter-spacing:-0.04em}
.wordmark svg{width:1.75rem;height:1.75rem;color:var(--accent)}
h1{margin:0 0 var(--s5);font-size:1.75rem;line-height:1.1;letter-spacing:-0.03em;font-weight:600}
form{display:grid;gap:var(--s2)}
label{font-weight:600;font-size:var(--small)}
input:not([type=hidden]){width:100%;min-height:2.75rem;margin-bottom:var(--s3);padding:0 var(--s3);font:inherit;
color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:var(--radius)}
button{min-height:3rem;margin-top:var(--s2);padding:0 var(--s5);font:inherit;font-weight:600;cursor:pointer;border:0;
border-radius:var(--radius);background:var(--accent);color:var(--on-accent)}
button:hover{background:var(--accent-strong)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.error{margin:0 0 var(--s5);padding:var(--s3) var(--s4);background:var(--danger-soft);color:var(--danger);
border-radius:var(--radius)}
"""
Query = dict[str, list[str]]
Page = Callable[..., str]

_language: ContextVar[str] = ContextVar("language", default="en")
_authorize, _submit = cognito.handle_oauth2_authorize, cognito.handle_login_submit


def install() -> None:
    """Has MiniStack show these pages."""
    cognito.handle_oauth2_authorize = _show
    cognito.handle_login_submit = _send
    cognito._page_shell = _page
    cognito._login_page_html = _login
    cognito._new_password_page_html = _new_password


def _show(method: str, path: str, headers: object, query: Query) -> object:
    _remember(query)
    return _authorize(method, path, headers, query)


def _send(method: str, path: str, headers: object, body: bytes, query: Query) -> object:
    _remember(parse_qs((body or b"").decode("utf-8", errors="replace")))
    return _submit(method, path, headers, body, query)


def _remember(values: Query) -> None:
    wanted = values.get("lang", ["en"])[0]
    _language.set(wanted if wanted in TEXTS else "en")


def _say(text: str) -> str:
    return escape(TEXTS.get(_language.get(), {}).get(text, text))


def _page(title: str, heading: str, body: str) -> str:
    tokens = (STOREFRONT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    colours = re.sub(r"@font-face \{.*?\}", "", tokens, flags=re.DOTALL)
    mark = (STOREFRONT / "templates" / "layout" / "mark.svg").read_text(encoding="utf-8")
    name = escape(os.environ.get("SHOP_NAME", ""))
    return (
        f'<!doctype html><html lang="{_language.get()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_say(title)} · {name}</title><style>{colours}{STYLE}</style></head><body><main>"
        f'<p class="wordmark">{mark}<span>{name}</span></p>'
        f"<h1>{_say(heading)}</h1>{body}</main></body></html>"
    )


def _login(
    client_id: str,
    redirect_uri: str,
    scope: str,
    state: str,
    response_type: str,
    code_challenge: str = "",
    code_challenge_method: str = "",
    nonce: str = "",
    error_message: str = "",
) -> str:
    carried = {
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state,
        "response_type": response_type,
        "code_challenge": code_challenge,
        "code_challenge_method": code_challenge_method,
        "nonce": nonce,
    }
    fields = _field("username", "E-mail address", "email", "username") + _field(
        "password", "Password", "password", "current-password"
    )
    return _form("Sign in", "Sign in", carried, fields, error_message)


def _new_password(np_token: str, error_message: str = "") -> str:
    fields = _field("new_password", "New password", "password", "new-password") + _field(
        "confirm_password", "The new password again", "password", "new-password"
    )
    return _form("Set a new password", "Save the password", {"np_token": np_token}, fields, error_message)


def _form(heading: str, submit: str, carried: dict[str, str], fields: str, error: str) -> str:
    problem = f'<p class="error" role="alert">{_say(error)}</p>' if error else ""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in {**carried, "lang": _language.get()}.items()
    )
    button = f'<button type="submit">{_say(submit)}</button>'
    return _page(heading, heading, f'{problem}<form method="post" action="/login">{hidden}{fields}{button}</form>')


def _field(name: str, label: str, type: str, autocomplete: str) -> str:
    return (
        f'<label for="{name}">{_say(label)}</label>'
        f'<input type="{type}" id="{name}" name="{name}" autocomplete="{autocomplete}" required>'
    )
