"""Forms that could not be sent because their owner was signed out: kept in the session for that person alone, to be
sent again.

Passwords and codes are not kept, and neither are files.
"""

import json
import re

import msgspec
from django.http import HttpRequest
from django.urls import reverse

from storefront.web import form_owner, request_origin
from storefront.web.short_lived import ShortLived, compress, decompress

KEEP_THEMSELVES = {"checkout"}
"""Apps whose own pages keep what was typed by who is signed out."""
FIELD = "unsent"
"""In the form that is sent again, the name that it was kept by."""
_SECRET = re.compile(r"password|secret|^code$|csrfmiddlewaretoken", re.IGNORECASE)
Fields = list[tuple[str, str]]


class Unsent(msgspec.Struct, frozen=True):
    """A form: the address it goes `to`, the `page` it stood on, and its fields, packed. `of` is its owner's mark."""

    of: str
    to: str
    page: str
    typed: str

    @property
    def fields(self) -> Fields:
        """What was typed, in the order of the form."""
        return [(name, value) for name, value in json.loads(decompress(self.typed))]


forms: ShortLived[Unsent] = ShortLived("unsent", Unsent)


def fields(request: HttpRequest) -> Fields:
    """Return what may be sent again of this request's form."""
    names = [name for name in request.POST if not _SECRET.search(name) and name not in (form_owner.FIELD, FIELD)]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def keep(request: HttpRequest) -> str | None:
    """Keep the form for its owner and return the address that shows it.

    None where there is none to keep, or too much of it.
    """
    if request.method != "POST" or not form_owner.submitted_mark(request) or not request_origin.is_ours(request):
        return None
    typed = compress(json.dumps(fields(request)).encode())
    if typed is None:
        return None
    form = Unsent(form_owner.submitted_mark(request), request.get_full_path(), request_origin.page(request), typed)
    return reverse("site:unsent", args=[forms.add(request, form)])


def keeps_itself(request: HttpRequest) -> bool:
    """Return whether the page that this form is for keeps what was typed."""
    return bool(request.resolver_match and request.resolver_match.app_name in KEEP_THEMSELVES)


def find(request: HttpRequest, name: str) -> Unsent | None:
    """Return the form of that name, if it is this shopper's."""
    form = forms.find(request, name)
    return form if form and form.of == form_owner.mark(request) else None


def forget(request: HttpRequest) -> None:
    """Forget the form that this request sends again."""
    if name := request.POST.get(FIELD):
        forms.drop(request, name)
