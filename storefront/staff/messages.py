"""What was written to the shop, for staff to read, answer by mail and close."""

from http import HTTPStatus
from typing import get_type_hints

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backend.contracts.notification.models import AnswerMessage, MessagesQuery, MessageState
from backend.contracts.notification.operations import ANSWER_MESSAGE, LIST_MESSAGES
from storefront.clients import api
from storefront.contact.forms import TITLES
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import attempt
from storefront.staff.order_page import staff_name
from storefront.staff.pagination import page_at
from storefront.web.fields import UNREADABLE_TEXT, ContractTextField, text_limits
from storefront.web.redirect import SeeOther, post_only

TABS = {MessageState.OPEN.value: "Open", MessageState.DONE.value: "Answered or closed", "all": "All"}
"""By the word in the address, those with work first."""


class AnswerForm(forms.Form):
    """An answer to a message."""

    use_required_attribute = False

    text = ContractTextField(
        get_type_hints(AnswerMessage, include_extras=True)["text"],
        UNREADABLE_TEXT,
        rows=4,
        label="Answer",
        error_messages={"required": "Write an answer, or close the message without one."},
    )


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Messages in one state, the newest first."""
    return _page(request, request.GET.get("state", ""), request.GET.get("after") or None)


@post_only("staff:messages")
@staff_only
def answer(request: HttpRequest, message_id: str) -> HttpResponse:
    """Mail an answer to whoever wrote a message, or close it without one: by the button that was pressed."""
    form, closing, state = AnswerForm(request.POST), "close" in request.POST, request.POST.get("state", "")
    if not closing and not form.is_valid():
        return _page(request, state, request.POST.get("after") or None, form, message_id)
    body = AnswerMessage(text="" if closing else form.cleaned_data["text"], by=staff_name(request))
    attempt(
        request,
        "The message is closed." if closing else "Your answer is on its way.",
        lambda: api.call(ANSWER_MESSAGE, request=request, path={"message_id": message_id}, body=body),
    )
    return SeeOther(_address(state))


def _page(
    request: HttpRequest, state_text: str, cursor: str | None, form: AnswerForm | None = None, answered: str = ""
) -> HttpResponse:
    """Render a page of messages; `form` is what was typed as an answer to the message `answered`, and is wrong."""
    state = state_text if state_text in TABS else MessageState.OPEN.value
    query = MessagesQuery(cursor=cursor, state=None if state == "all" else MessageState(state))
    page = page_at(request, LIST_MESSAGES, query)
    if page is None:
        return SeeOther(_address(state))
    context = {
        "messages_shown": [(message, TITLES[message.topic]) for message in page.items],
        "page": page,
        "state": state,
        "tabs": [(title, _address(each), each == state) for each, title in TABS.items()],
        "later": cursor,
        "may_answer": may(request, ANSWER_MESSAGE),
        "form": form,
        "answered": answered,
        "longest": text_limits(get_type_hints(AnswerMessage, include_extras=True)["text"]).max_length,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "staff/messages.html", context, status=status)


def _address(state: str) -> str:
    return f"{reverse('staff:messages')}?state={state if state in TABS else MessageState.OPEN.value}"
