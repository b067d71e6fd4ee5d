"""The redirect after a form: 303, so that reloading the page that follows sends nothing again (RFC 9110, 15.4.4)."""

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    """Go there with GET. Takes a path or a URL name with its arguments."""

    status_code = 303

    def __init__(self, to: str, *args: Any) -> None:
        super().__init__(resolve_url(to, *args))
