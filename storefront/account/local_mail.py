"""The mail that would have been sent: only where the shop runs on the local cloud, which sends none."""

import base64
import hashlib
import re
from datetime import UTC, datetime

import msgspec
import requests
from csp.constants import HEADER
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from storefront.clients.api import Unavailable
from storefront.clients.outputs import outputs

MAX_MAILS = 50
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox"
"""What a frame of a mail may do: its links open beside it."""


class Mail(msgspec.Struct, frozen=True, rename="pascal"):
    """A mail as the local cloud keeps it; `timestamp` is epoch seconds."""

    to: list[str]
    subject: str
    timestamp: float
    message_id: str = ""
    body_text: str | None = None
    body_html: str | None = None

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.timestamp, UTC)

    @property
    def text(self) -> str:
        return (self.body_text or strip_tags(self.body_html or "")).strip()

    @property
    def code(self) -> str | None:
        """The code in the mail, if it holds one."""
        found = re.search(r"\b\d{6}\b", self.text)
        return found.group() if found else None


class _Mails(msgspec.Struct, frozen=True):
    messages: dict[str, list[Mail]]


def mails(url: str) -> list[Mail]:
    """Return the latest mails, newest first. Raises `Unavailable`."""
    try:
        reply = requests.get(url, timeout=(1.0, 3.0))
        kept = msgspec.json.decode(reply.content, type=_Mails).messages
    except (requests.RequestException, msgspec.MsgspecError):
        raise Unavailable("mail") from None
    return sorted((mail for each in kept.values() for mail in each), key=lambda mail: mail.timestamp, reverse=True)[
        :MAX_MAILS
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Render the mails, for whoever tries the shop on this machine. On AWS there is no such page: mail is sent."""
    response = render(request, "account/mail.html", {"mails": _mails()})
    response.framing = True  # type: ignore[attr-defined]
    return response


@require_safe
@xframe_options_sameorigin
def html(request: HttpRequest, message_id: str) -> HttpResponse:
    """Render a mail's HTML by itself, for a frame of the mails' page.

    It runs no script, loads nothing and has no address of the shop's; of its styles those are let through that it came
    with.
    """
    found = next((mail.body_html for mail in _mails() if mail.message_id == message_id and mail.body_html), None)
    if found is None:
        raise Http404
    styles = " ".join(f"'sha256-{_digest(style)}'" for style in _STYLE.findall(found)) or "'none'"
    policy = (
        f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        f"{_SANDBOX}"
    )
    return HttpResponse(found, headers={HEADER: policy, "Cache-Control": "no-store"})


def _mails() -> list[Mail]:
    """Raises Http404 where mail is sent, and `Unavailable`."""
    url = outputs().local.mail_url
    if url is None:
        raise Http404
    return mails(url)


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
