"""The redirect after a form: 303, so that reloading the page that follows sends nothing again (RFC 9110, 15.4.4)."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """A redirect that is followed by GET. Takes a path, or a URL name with its arguments."""

    status_code = 303

    def __init__(self, to: str, *args: object) -> None:
        super().__init__(resolve_url(to, *args))


def post_only(page: str, *named: str) -> Callable[[View], View]:
    """Let a view accept only forms, and redirect anybody who opens or reloads its address to the form's page.

    `page` is a URL name, `named` are those arguments of the view's own address that it takes.
    """

    def around(view: View) -> View:
        @functools.wraps(view)
        def redirect_get(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method in ("GET", "HEAD"):
                return SeeOther(page, *(kwargs[name] for name in named))
            return view(request, *args, **kwargs) if request.method == "POST" else HttpResponseNotAllowed(["POST"])

        return redirect_get

    return around
