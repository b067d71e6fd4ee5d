"""Messages that failed on their way: looked at, sent on again after a look at what would happen, or thrown away with a
reason."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.notification.operations import GET_MAIL_BACKLOG
from backend.contracts.operation import Body, Operation, Path, Query, Reply
from backend.contracts.operations.models import AuditQuery, DeadLetterPath, Discard, Kind, QueuePath, Redrive
from backend.contracts.operations.operations import (
    DISCARD_DEAD_LETTER,
    GET_DEAD_LETTER,
    LIST_AUDIT_ENTRIES,
    LIST_DEAD_LETTER_QUEUES,
    LIST_DEAD_LETTERS,
    REDRIVE_DEAD_LETTER,
)
from storefront.account.shopper import shopper
from storefront.clients import api
from storefront.clients.concurrency import gather
from storefront.clients.problems import describe
from storefront.dead_letters import client
from storefront.dead_letters.client import Ask
from storefront.staff import waiting_mails
from storefront.staff.dead_letter_forms import DiscardForm, RedriveForm
from storefront.staff.decorators import staff_only
from storefront.web.redirect import SeeOther

T = TypeVar("T")

WHY = {
    Kind.CONSUMER_FAILED: "A consumer could not process it",
    Kind.DELIVERY_FAILED: "The bus could not deliver it",
    Kind.PUBLISH_FAILED: "A relay could not publish it",
    Kind.BUILD_FAILED: "The search index could not be rebuilt",
}
UNKNOWN = (
    "The service did not answer, so it is not known whether this was done. Check whether the message is still here."
)


@require_safe
@staff_only
def queues(request: HttpRequest) -> HttpResponse:
    """Render where messages wait, which mails wait to be sent, and what was done about some messages.

    Each of the three stands for itself while another cannot be had.
    """
    ask, cursor = asking(request), request.GET.get("after") or None
    queue_page, backlog = gather(
        lambda: value_or_none(lambda: ask(LIST_DEAD_LETTER_QUEUES)),
        lambda: value_or_none(lambda: ask(GET_MAIL_BACKLOG)),
    )
    try:
        page = value_or_none(lambda: ask(LIST_AUDIT_ENTRIES, query=AuditQuery(cursor=cursor)))
    except api.Refusal as refusal:
        if cursor is None or refusal.problem.status in (401, 403):
            raise
        return SeeOther("staff:dead-letters")  # a cursor that is not ours
    waiting_queues = [
        (queue, WHY[queue.kind]) for queue in (queue_page.items if queue_page else ()) if queue.waiting or queue.held
    ]
    empty_queues = [queue for queue in (queue_page.items if queue_page else ()) if not (queue.waiting or queue.held)]
    context = {
        "queue_page": queue_page,
        "waiting_queues": waiting_queues,
        "empty_queues": empty_queues,
        "backlog": backlog,
        "run_book_page": waiting_mails.RUN_BOOK_PAGE,
        "delays": waiting_mails.rows(backlog) if backlog else [],
        "page": page,
        "later": cursor,
        "me": shopper(request),
    }
    return render(request, "staff/dead-letters.html", context, status=200 if queue_page and backlog and page else 503)


@require_safe
@staff_only
def listing(request: HttpRequest, queue: str) -> HttpResponse:
    """Render the messages of one queue that can be had."""
    page = value_or_none(lambda: asking(request)(LIST_DEAD_LETTERS, path=QueuePath(queue=queue)))
    can_redrive = any(not letter.stuck for letter in page.items) if page else False
    context = {"name": queue, "letters": page, "can_redrive": can_redrive, "why": WHY[page.queue.kind] if page else ""}
    return render(request, "staff/dead-letter-queue.html", context, status=200 if page else 503)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def letter(request: HttpRequest, queue: str, letter_id: str) -> HttpResponse:
    """Render one message with its body, and what would become of it; by POST it is sent on or thrown away."""
    ask, path = asking(request), DeadLetterPath(queue=queue, letter_id=letter_id)
    form_data, action = request.POST if request.method == "POST" else None, request.POST.get("what")
    redrive = RedriveForm(None if action == "discard" else form_data, auto_id="redrive-%s")
    discard = DiscardForm(form_data if action == "discard" else None, auto_id="discard-%s")
    try:
        for form, deed in ((redrive, _redrive), (discard, _discard)):
            if form.is_valid():
                messages.success(request, deed(ask, path, form.cleaned_data["reason"]))
                return back(queue)
        dead_letter = ask(GET_DEAD_LETTER, path=path)
    except api.Refusal as refusal:
        return _redirect_after_refusal(request, refusal, queue)
    except api.Unavailable:
        if form_data is None:
            return render(request, "staff/dead-letter.html", {"name": queue}, status=503)
        messages.error(request, UNKNOWN)
        return back(queue)
    context = {"name": queue, "letter": dead_letter, "redrive": redrive, "discard": discard}
    return render(request, "staff/dead-letter.html", context, status=422 if redrive.errors or discard.errors else 200)


def _redrive(ask: Ask, path: DeadLetterPath, why: str) -> str:
    """Send it on; what to say then."""
    moved = ask(REDRIVE_DEAD_LETTER, path=path, body=Redrive(reason=why))
    return f"The message was sent to {moved.to}."


def _discard(ask: Ask, path: DeadLetterPath, why: str) -> str:
    """Throw it away; what to say then."""
    ask(DISCARD_DEAD_LETTER, path=path, body=Discard(reason=why))
    return "The message was discarded."


def _redirect_after_refusal(request: HttpRequest, refusal: api.Refusal, queue: str) -> HttpResponse:
    """Back to the queue with the reason: the message is gone meanwhile, or somebody else has it, or it cannot be sent
    on."""
    if refusal.problem.status not in (404, 409, 422):
        raise refusal
    messages.error(request, describe(refusal.problem) + ".")
    return back(queue)


def back(queue: str) -> HttpResponse:
    """To the queue's messages."""
    return SeeOther(reverse("staff:dead-letter-queue", args=[queue]))


def asking(request: HttpRequest) -> Ask:
    """Return a call with the rights of whoever is signed in."""

    def ask(
        operation: Operation[Path, Query, Body, Reply],
        *,
        path: Path | None = None,
        query: Query | None = None,
        body: Body | None = None,
    ) -> Reply:
        return api.call(operation, request=request, path=path, query=query, body=body, timeout=client.TIMEOUT)

    return ask


def value_or_none(fetch: Callable[[], T]) -> T | None:
    """Return what `fetch` gives; None while the service does not answer."""
    try:
        return fetch()
    except api.Unavailable:
        return None
