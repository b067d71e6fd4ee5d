"""How many pieces and how much: what every page's header shows, kept in a signed cookie so that showing it costs no
call."""

import time

import msgspec
from django.http import HttpRequest

from backend.contracts.basket.models import Basket
from storefront.basket import owner
from storefront.clients import outputs
from storefront.web import signed_cookies

FRESH_SECONDS = 60  # seconds until a page asks the service again


class Summary(msgspec.Struct, frozen=True):
    """`count` pieces cost `subtotal` (minor units) as of `at` (epoch seconds).

    `count` None: not known. `of` is the owner's digest.
    """

    count: int | None
    subtotal: int
    currency: str
    at: int
    of: str

    @property
    def fresh(self) -> bool:
        """Whether it may be shown without asking the service."""
        return 0 <= time.time() - self.at < FRESH_SECONDS


def keep(request: HttpRequest, basket: Basket) -> None:
    """Remember a basket that was just read or changed."""
    _write(request, basket.count, basket.subtotal, basket.currency)


def postpone(request: HttpRequest, last_summary: Summary | None) -> None:
    """Keep using what is known, for `FRESH_SECONDS`: the service did not answer."""
    _write(
        request,
        *(last_summary.count, last_summary.subtotal, last_summary.currency)
        if last_summary
        else (None, 0, outputs.currency()),
    )


def forget(request: HttpRequest) -> None:
    """Forget the summary: the next page asks the service."""
    signed_cookies.write(request, signed_cookies.SUMMARY, None)


def get(request: HttpRequest) -> Summary | None:
    """Return what is remembered of this owner's basket, however old."""
    try:
        summary = msgspec.convert(signed_cookies.read(request, signed_cookies.SUMMARY), Summary)
    except msgspec.ValidationError:
        return None
    return summary if summary.of == owner.digest(request) else None


def _write(request: HttpRequest, count: int | None, subtotal: int, currency: str) -> None:
    if who := owner.digest(request):
        signed_cookies.write(
            request,
            signed_cookies.SUMMARY,
            msgspec.to_builtins(Summary(count, subtotal, currency, int(time.time()), who)),
        )
