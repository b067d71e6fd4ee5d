"""Writing to the shop. What the page says has arrived is kept by the notification service, and mailed from there."""

import secrets
from datetime import UTC, datetime
from http import HTTPStatus

import msgspec
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.notification.models import Topic
from backend.contracts.notification.operations import SEND_MESSAGE
from backend.contracts.types import Key
from storefront.account import limits
from storefront.clients import api
from storefront.contact.forms import TITLES, TOPICS, MessageForm, WithdrawalForm, WrittenForm
from storefront.order.number_field import order_number
from storefront.web.caching import shareable
from storefront.web.redirect import SeeOther
from storefront.web.short_lived import ShortLived
from storefront.web.who_sells import is_sample, seller

LIMIT = limits.Limit("message", per_address=5, per_client=20)
DOWN = gettext_lazy(
    "Your message was not sent: a part of the shop does not answer. Please send it again in a minute, or write to "
    "%(email)s."
)
TOO_MANY_MESSAGES = gettext_lazy(
    "There were many messages with this address. Please wait an hour, or write to %(email)s."
)
_LIMITED = "limited"  # code of an error


class ReceivedMessage(msgspec.Struct, frozen=True):
    """A message that was taken in, for the page that says so. `at` is epoch seconds."""

    title: str
    email: str
    order: str
    text: str
    at: float
    topic: str = ""

    @property
    def withdraws(self) -> bool:
        """Whether it withdraws from a purchase. What earlier releases kept has no topic, and an English title."""
        return Topic.WITHDRAWAL in (self.topic, self.title.lower())

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


arrived: ShortLived[ReceivedMessage] = ShortLived("message", ReceivedMessage)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    """Render or accept a message to the shop; `order` and `topic` of the query are filled in."""
    subject = request.GET.get("topic", "")
    topic = subject if subject in TOPICS else Topic.ORDER if order_number(request.GET.get("order", "")) else Topic.OTHER
    form = MessageForm(
        request.POST if request.method == "POST" else None, initial=_initial_values(request) | {"topic": topic}
    )
    return _answer(request, "contact/contact.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdrawal(request: HttpRequest) -> HttpResponse:
    """Render the withdrawal from a purchase, by whoever has its number: nobody has to sign in."""
    form = WithdrawalForm(request.POST if request.method == "POST" else None, initial=_initial_values(request))
    return _answer(request, "contact/withdrawal.html", form)


@require_safe
@never_cache
def message_sent(request: HttpRequest) -> HttpResponse:
    """Render what was sent, for the sender to keep; without it where the session has let go of it."""
    return render(request, "contact/sent.html", {"message": arrived.find(request, request.GET.get("message", ""))})


def _initial_values(request: HttpRequest) -> dict[str, object]:
    """Return what need not be typed: the order that somebody comes from, and who is signed in."""
    shopper = getattr(request, "shopper", None)
    who = {"email": shopper.email, "name": shopper.name} if shopper else {}
    return who | {"order": order_number(request.GET.get("order", ""))}


def _answer(request: HttpRequest, template: str, form: WrittenForm) -> HttpResponse:
    if form.is_valid() and (message := _send(request, form)):
        return SeeOther(f"{reverse('contact:sent')}?message={arrived.add(request, message)}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.has_error(NON_FIELD_ERRORS, _LIMITED):
        status = HTTPStatus.TOO_MANY_REQUESTS
    elif form.has_error(NON_FIELD_ERRORS, "down"):
        status = HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, template, {"form": form, "key": _key(request), "seller": seller()}, status=status)


def _send(request: HttpRequest, form: WrittenForm) -> ReceivedMessage | None:
    """Send the message and return it; None if the form has errors now."""
    message = form.message(_key(request))
    try:
        limits.count(LIMIT, request, message.email)
        api.call(SEND_MESSAGE, body=message)
    except limits.LimitReached as refusal:
        form.add_error(None, forms.ValidationError(refusal.message, code=_LIMITED))
    except api.Unavailable:
        form.add_error(None, forms.ValidationError(DOWN % {"email": seller().email}, code="down"))
    except api.Refusal as refusal:
        if refusal.problem.type != "too-many-messages":
            raise
        form.add_error(None, forms.ValidationError(TOO_MANY_MESSAGES % {"email": seller().email}, code=_LIMITED))
    else:
        at = datetime.now(UTC).timestamp()
        title = str(TITLES[message.topic])
        return ReceivedMessage(title, message.email, message.order, message.text, at, message.topic.value)
    return None


def _key(request: HttpRequest) -> str:
    """Return the form's key, made with it: however often it is sent, its words are taken in once."""
    try:
        return msgspec.convert(request.POST.get("key"), Key)
    except msgspec.ValidationError:
        return secrets.token_urlsafe(16)


@require_safe
@shareable
def imprint(request: HttpRequest) -> HttpResponse:
    """Render who sells (Directive 2000/31/EC, article 5)."""
    return render(request, "contact/imprint.html", _seller())


@require_safe
@shareable
def terms(request: HttpRequest) -> HttpResponse:
    """Render what is agreed to by ordering."""
    return render(request, "contact/terms.html", _seller())


def _seller() -> dict[str, object]:
    """Return who sells, and whether that is the sample: then the pages say that nothing is sold."""
    return {"seller": seller(), "made_up": is_sample()}
