"""Whose a form is: every form names the person it was shown to, so that what one typed is never sent as another.

`{% csrf_token %}` writes that mark into each form. A visitor's forms have none: who signs in meanwhile may still send them.
"""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

FIELD = "seen-by"
_SALT = "storefront.ownership"


def mark(request: HttpRequest) -> str:
    """The mark of who is signed in; empty for a visitor."""
    shopper = getattr(request, "shopper", None)
    return of(shopper.sub) if shopper else ""


def of(sub: str) -> str:
    """The mark of this shopper: it tells two apart and names neither."""
    return salted_hmac(_SALT, sub).hexdigest()[:16]
