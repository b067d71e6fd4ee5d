"""The mails that would have been sent: only where the shop runs on the local cloud, which sends none."""

import re
from datetime import UTC, datetime
from html import unescape

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from storefront.clients.api import Unavailable
from storefront.clients.outputs import outputs
from storefront.web.mail_frame import frame

MAX_MAILS = 50

_HEAD = re.compile(r"<(head|style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
"""What nobody reads: style sheets hold colours of six digits, which look like a code."""


_BLOCK = re.compile(r"<(?=/?(p|h[1-6]|td|div|li|br)\b)", re.IGNORECASE)
_FILLING = re.compile(r"[\u034f\u200c\u00a0]+")
"""What follows a preview line, so that nothing else does."""


def _as_text(html: str) -> str:
    """Return what a person reads of an HTML mail, each block on a line of its own."""
    text = unescape(strip_tags(_BLOCK.sub("\n<", _HEAD.sub("", html))))
    lines = (" ".join(line.split()) for line in _FILLING.sub(" ", text).splitlines())
    return "\n".join(filter(None, lines))


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
        return (self.body_text or _as_text(self.body_html or "")).strip()

    @property
    def code(self) -> str | None:
        """The code in the mail, if it holds one."""
        match = re.search(r"\b\d{6}\b", self.text)
        return match.group() if match else None


class _Mails(msgspec.Struct, frozen=True):
    messages: dict[str, list[Mail]]


def mails(url: str) -> list[Mail]:
    """Return the latest mails, newest first. Raises `Unavailable`."""
    import requests  # on AWS there is no such page, nor does it start later for it

    try:
        reply = requests.get(url, timeout=(1.0, 3.0))
        mails = msgspec.json.decode(reply.content, type=_Mails).messages
    except (requests.RequestException, msgspec.MsgspecError):
        raise Unavailable("mail") from None
    return sorted((mail for each in mails.values() for mail in each), key=lambda mail: mail.timestamp, reverse=True)[
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
    """Render a mail's HTML by itself, for a frame of the mails' page."""
    content = next((mail.body_html for mail in _mails() if mail.message_id == message_id and mail.body_html), None)
    if content is None:
        raise Http404
    return frame(content)


def _mails() -> list[Mail]:
    """Return the mails of the local cloud. Raise Http404 where mail is sent, and `Unavailable`."""
    url = outputs().local.mail_url
    if url is None:
        raise Http404
    return mails(url)
