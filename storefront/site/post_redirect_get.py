"""Post/Redirect/Get: what answers a form is kept in the session and shown by the GET that follows, so the history holds
GETs only.

Back and Reload then never ask whether to send a form again. Views know nothing of it: they render their form with what
is wrong with it, and the middleware keeps that page for the address `?answer=<name>`, until the form is sent again.
Each answer has a name of its own, so two tabs are never mixed up. What is kept is the page, which never holds a
password (https://en.wikipedia.org/wiki/Post/Redirect/Get). What did not come from a page of this shop is answered in
place: it has no history, and makes no session grow.
"""

from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import msgspec
from django.http import HttpRequest, HttpResponse

from storefront.clients.api import Unavailable
from storefront.clients.outputs import OutputsMissing
from storefront.site import error_pages
from storefront.web import form_owner, request_origin
from storefront.web.htmx import is_htmx
from storefront.web.redirect import SeeOther
from storefront.web.short_lived import ShortLived, compress, decompress

PARAMETER = "answer"
GetResponse = Callable[[HttpRequest], HttpResponse]
_SHOWN_AS = {409: 200, 422: 200}  # the form was wrong; the GET that shows what is wrong with it is not


class Answer(msgspec.Struct, frozen=True):
    """A page as it was rendered, packed, and its status. `of` is the mark of the person it was made for."""

    page: str
    status: int
    of: str


answers: ShortLived[Answer] = ShortLived("answer", Answer)


def middleware(get_response: GetResponse) -> GetResponse:
    """Keep the page that answers a form and redirect to it; show it there."""

    def handle(request: HttpRequest) -> HttpResponse:
        try:
            shown = _find_page(request)
        except (Unavailable, OutputsMissing):
            return error_pages.service_unavailable(request)
        if shown:
            return shown
        response = get_response(request)
        is_form = request.method == "POST" and not is_htmx(request) and request_origin.is_ours(request)
        return _redirect_to_page(request, response) if is_form else response

    return handle


def _find_page(request: HttpRequest) -> HttpResponse | None:
    """Return the kept page that this GET asks for, if it is this person's and still there."""
    if request.method not in ("GET", "HEAD") or PARAMETER not in request.GET:
        return None
    answer = answers.find(request, request.GET[PARAMETER])
    if answer is None or answer.of != form_owner.mark(request):
        return None
    status = _SHOWN_AS.get(answer.status, answer.status)
    return HttpResponse(decompress(answer.page), status=status, headers={"Cache-Control": "private, no-store"})


def _redirect_to_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the redirect to the kept page; the response itself where it is none, or cannot be kept."""
    try:
        for name in _earlier_answer(request):
            answers.drop(request, name)
        page = compress(response.content) if _is_page(response) else None
        return _redirect(request, response, page) if page else response
    except (Unavailable, OutputsMissing):
        return response


def _is_page(response: HttpResponse) -> bool:
    html = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
    return html and bool(response.content) and not 300 <= response.status_code < 400


def _redirect(request: HttpRequest, response: HttpResponse, page: str) -> HttpResponse:
    name = answers.add(request, Answer(page, response.status_code, form_owner.mark(request)))
    redirect = SeeOther(_address(request, response, name))
    redirect.cookies = response.cookies
    return redirect


def _address(request: HttpRequest, response: HttpResponse, name: str) -> str:
    """Return the address that the view names by `Content-Location` (RFC 9110, 8.7), else the form's own.

    With the answer's name.
    """
    url = urlsplit(response.headers.get("Content-Location") or request.get_full_path())
    query = [(key, value) for key, value in parse_qsl(url.query, keep_blank_values=True) if key != PARAMETER]
    return f"{url.path}?{urlencode([*query, (PARAMETER, name)])}"


def _earlier_answer(request: HttpRequest) -> list[str]:
    """Return the answers that this form was sent from: it stands in their place."""
    _, _, query = request.headers.get("Referer", "").partition("?")
    return [*request.GET.getlist(PARAMETER), *parse_qs(query).get(PARAMETER, [])]
