"""The redirect after a form: 303, so that reloading the page that follows sends nothing again (RFC 9110, 15.4.4)."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """Go there with GET. Takes a path or a URL name with its arguments."""

    status_code = 303

    def __init__(self, to: str, *args: object) -> None:
        super().__init__(resolve_url(to, *args))


def post_only(page: str, *named: str) -> Callable[[View], View]:
    """Let a view take forms only, and send whoever opens or reloads its address to the page that the form stands on.

    `page` is a URL's name, `named` are the arguments of the view's own address that it takes.
    """

    def around(view: View) -> View:
        @functools.wraps(view)
        def redirect_get(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method in ("GET", "HEAD"):
                return SeeOther(page, *(kwargs[name] for name in named))
            return view(request, *args, **kwargs) if request.method == "POST" else HttpResponseNotAllowed(["POST"])

        return redirect_get

    return around
