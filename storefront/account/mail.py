"""The mail that would have been sent: only where the shop runs on the local cloud, which sends none."""

import re
from datetime import UTC, datetime

import msgspec
import requests
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from storefront.api import Unavailable
from storefront.outputs import outputs

MOST = 50


class Mail(msgspec.Struct, frozen=True, rename="pascal"):
    """A mail as the local cloud keeps it; `timestamp` is epoch seconds."""

    to: list[str]
    subject: str
    timestamp: float
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
    """The latest mails, newest first. Raises `Unavailable`."""
    try:
        reply = requests.get(url, timeout=(1.0, 3.0))
        kept = msgspec.json.decode(reply.content, type=_Mails).messages
    except (requests.RequestException, msgspec.MsgspecError):
        raise Unavailable("mail") from None
    return sorted((mail for each in kept.values() for mail in each), key=lambda mail: mail.timestamp, reverse=True)[:MOST]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The mails, for whoever tries the shop on this machine. On AWS there is no such page: mail is sent."""
    url = outputs().local.mail_url
    if url is None:
        raise Http404
    return render(request, "account/mail.html", {"mails": mails(url)})
