"""Who gets the newsletter: how many, and a file for the program that sends it. Nobody is added by hand."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from backend.contracts.newsletter.models import Subscriber, SubscribersQuery, SubscriptionState
from backend.contracts.newsletter.operations import COUNT_SUBSCRIBERS, LIST_SUBSCRIBERS
from storefront.clients import api
from storefront.imports.formula_injection import RUNS
from storefront.staff.decorators import staff_only
from storefront.web import languages

COLUMNS = ("email", "language", "confirmed_at", "unsubscribe_page", "one_click_unsubscribe")
STATES = {
    SubscriptionState.ACTIVE: "Get it",
    SubscriptionState.UNCONFIRMED: "Not confirmed yet",
    SubscriptionState.STOPPED: "Stopped it",
}


@require_safe
@staff_only
def show(request: HttpRequest) -> HttpResponse:
    """Render how many subscriptions there are, by language and state."""
    counted = api.call(COUNT_SUBSCRIBERS, request=request)
    counts: dict[tuple[str, SubscriptionState], int] = {
        (each.language, each.state): each.count for each in counted.items
    }
    rows = [
        (title, [counts.get((language, state), 0) for state in STATES]) for language, title in languages.names().items()
    ]
    totals = [sum(column) for column in zip(*(row for _, row in rows), strict=True)]
    context = {"states": STATES.values(), "rows": rows, "totals": totals, "estimated": counted.estimated}
    return render(request, "staff/newsletter.html", context)


@require_safe
@staff_only
def download(request: HttpRequest) -> HttpResponse:
    """Send the addresses as CSV, as a whole: a service that stops is told, and no half file is kept."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, _subscribers(request)))
    reply = HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = 'attachment; filename="newsletter.csv"'
    return reply


def _subscribers(request: HttpRequest) -> Iterator[Subscriber]:
    """Yield all who get the newsletter, page by page."""
    cursor = None
    while True:
        page = api.call(LIST_SUBSCRIBERS, request=request, query=SubscribersQuery(cursor=cursor))
        yield from page.items
        if (cursor := page.next) is None:
            return


def _row(subscriber: Subscriber) -> tuple[str, ...]:
    with translation.override(subscriber.language):
        links = [
            settings.SHOP_URL + reverse(f"newsletter:{name}", args=[subscriber.key]) for name in ("link", "unsubscribe")
        ]
    return (_email_cell(subscriber.email), subscriber.language, subscriber.confirmed_at, *links)


def _email_cell(email: str) -> str:
    """Return the same address in a form that no spreadsheet runs.

    An address may begin with `=`, `+` or `-`, and a mark before it would be part of another address. RFC 5321 has a
    second form of the same mailbox, which begins with a quotation mark.
    """
    mailbox, _, domain = email.rpartition("@")
    return f'"{mailbox}"@{domain}' if email.startswith(RUNS) else email
