"""The e-mail address that a guest entered in this session, so that nobody types it twice (WCAG 2.2, 3.3.7)."""

from django.http import HttpRequest

ENTRY = "guest.email"


def keep(request: HttpRequest, email: str) -> None:
    """Remember the address."""
    if request.session.get(ENTRY) != email:
        request.session[ENTRY] = email


def get(request: HttpRequest) -> str:
    """Return the address, or an empty string before one was given."""
    return str(request.session.get(ENTRY, ""))
