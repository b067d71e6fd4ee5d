"""All messages of a queue sent on again, after a look at what would happen."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.contracts.operations.models import QueuePath
from backend.contracts.operations.operations import LIST_DEAD_LETTERS
from storefront.clients import api
from storefront.dead_letters import client
from storefront.dead_letters.client import Ask
from storefront.staff.dead_letter_forms import RedriveAllForm
from storefront.staff.dead_letter_views import asking, back, value_or_none
from storefront.staff.decorators import staff_only

MAX_SECONDS = 5.0
"""Seconds of redrives in one request; then the page asks whether to go on."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def redrive_all(request: HttpRequest, queue: str) -> HttpResponse:
    """Render what a redrive of all would do; by POST it is done, as far as one request goes."""
    ask, done = asking(request), 0
    form = RedriveAllForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        before = form.cleaned_data["before"]
        try:
            done, ended = _redrive_batch(ask, queue, before, form.cleaned_data["reason"])
        except api.Unavailable:
            messages.error(request, "The service did not answer. Messages that were not redriven are still here.")
            return back(queue)
        messages.success(request, f"{done} message{'' if done == 1 else 's'} redriven.")
        if ended:
            return back(queue)
    page = value_or_none(lambda: ask(LIST_DEAD_LETTERS, path=QueuePath(queue=queue)))
    redrivable = [letter for letter in page.items if not letter.stuck] if page else []
    context = {"name": queue, "letters": page, "redrivable": redrivable, "form": form, "done": done}
    return render(
        request, "staff/dead-letters-redrive.html", context, status=503 if page is None else 422 if form.errors else 200
    )


def _redrive_batch(ask: Ask, queue: str, before: str, why: str) -> tuple[int, bool]:
    """Return how many were sent on, and whether these are all.

    Raises api.Unavailable, and api.Refusal for a queue that is not there.
    """
    done, end = 0, time.monotonic() + MAX_SECONDS
    for step in client.redrive_all(ask, queue, before, why):
        done += len(step.items)
        if not step.items or time.monotonic() > end:
            return done, not step.items
    return done, True
