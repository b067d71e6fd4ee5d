"""Words that mean the same to the search: one group a line, its words divided by commas."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.contracts.search.models import MAX_SYNONYM_GROUPS, MAX_SYNONYMS, SetSynonyms
from backend.contracts.search.operations import GET_SYNONYMS, PUT_SYNONYMS
from storefront.clients import api
from storefront.search.list_query import clean_line
from storefront.staff.decorators import staff_only
from storefront.staff.forms import read_version
from storefront.web.redirect import SeeOther

Groups = tuple[tuple[str, ...], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit(request: HttpRequest) -> HttpResponse:
    """All groups are set on what was seen.

    Who was overtaken keeps what was typed, and sees the present ones beside it.
    """
    typed, wrong, status = request.POST.get("groups"), "", 200
    if typed is not None:
        groups, wrong = parse_groups(typed)
        overtaken = not wrong and not _put(request, groups)
        if not wrong and not overtaken:
            messages.success(
                request, f"{len(groups)} group{'' if len(groups) == 1 else 's'} saved. Searches use them in a moment."
            )
            return SeeOther("staff:synonyms")
        status = 409 if overtaken else 422
    present = api.call(GET_SYNONYMS, request=request)
    shown = {
        "typed": format_groups(present.groups) if typed is None else typed,
        "wrong": wrong,
        "overtaken": status == 409,
    }
    return render(
        request,
        "staff/synonyms.html",
        {"present": format_groups(present.groups), "version": present.version, **shown},
        status=status,
    )


def _put(request: HttpRequest, groups: Groups) -> bool:
    """Return whether nobody was faster."""
    try:
        api.call(PUT_SYNONYMS, request=request, body=SetSynonyms(groups=groups, version=read_version(request)))
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        return False
    return True


def parse_groups(typed: str) -> tuple[Groups, str]:
    """Return the groups, and in words what is wrong with them."""
    groups: list[tuple[str, ...]] = []
    for number, text in enumerate(typed.splitlines(), 1):
        words = tuple(dict.fromkeys(word for word in map(clean_line, text.split(",")) if word))
        if len(words) == 1:
            return (), f"Line {number}: “{words[0]}” stands alone. Enter at least two words, separated by commas."
        if len(words) > MAX_SYNONYMS:
            return (), f"Line {number} has {len(words)} words; the limit is {MAX_SYNONYMS}."
        groups += [words] if words else []
    return tuple(groups), f"There are {len(groups)} groups; the limit is {MAX_SYNONYM_GROUPS}." if len(
        groups
    ) > MAX_SYNONYM_GROUPS else ""


def format_groups(groups: Groups) -> str:
    """Return the groups as they are typed."""
    return "\n".join(", ".join(group) for group in groups)
