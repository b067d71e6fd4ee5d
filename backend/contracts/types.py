"""The shop's scalar types.

Every limit on what a caller may send is written here, so the printed schemas carry it too.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

_LINE = r"^[^\x00-\x1f\x7f\u2028\u2029]*$(?!\n)"  # without the look-ahead, Python's $ lets a last line break pass
_SIGN = r"[^@\x00-\x20\x7f\u00a0\u2028\u2029\ufeff]"
_ATOM = r"[A-Za-z0-9+!#$%&'*/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$(?!\n)"

MAX_QUANTITY = 99
"""Pieces of one SKU in a basket, and so in a line of an order."""

MAX_SAFE_INTEGER = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly (RFC 8259, section 6)."""

Slug = Annotated[
    str,
    Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)", max_length=100, description="lower-case words joined by hyphens"),
]
CategoryPath = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$(?!\n)",
        max_length=300,
        description="slugs joined by slashes",
    ),
]
Sku = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$(?!\n)", max_length=64, description="stock keeping unit")
]
ShortText = Annotated[str, Meta(pattern=_LINE, min_length=1, max_length=200, description="one line of text")]
FacetValueText = Annotated[
    str, Meta(pattern=_LINE, min_length=1, max_length=300, description="one line of text, or a category path")
]
OptionalShortText = Annotated[str, Meta(pattern=_LINE, max_length=200, description="one line of text, may be empty")]
AddressLine = Annotated[
    str,
    Meta(
        pattern=_LINE,
        min_length=1,
        max_length=650,
        description="a line of an address: up to three fields, as its country writes them",
    ),
]
LongText = Annotated[str, Meta(pattern=_TEXT, max_length=20_000, description="text, may hold line breaks")]
Note = Annotated[
    str, Meta(pattern=_TEXT, min_length=1, max_length=4_000, description="what a person writes, may hold line breaks")
]
OptionalNote = Annotated[
    str, Meta(pattern=_TEXT, max_length=4_000, description="what a person writes, may hold line breaks or be empty")
]
Amount = Annotated[int, Meta(ge=0, le=1_000_000_000, description="money in minor units, such as cents")]
MAX_TOTAL = 10**13
TotalAmount = Annotated[
    int, Meta(ge=0, le=MAX_TOTAL, description="money in minor units: pieces and lines at their most still fit")
]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)", description="ISO 4217 code")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$(?!\n)", description="ISO 3166-1 alpha-2 code")]
PostalCode = Annotated[
    str,
    Meta(pattern=r"^([A-Za-z0-9][A-Za-z0-9 -]{1,11})?$(?!\n)", description="empty where a country has none"),
]
VatId = Annotated[
    str, Meta(pattern=r"^([A-Z]{2}[A-Z0-9]{2,14})?$(?!\n)", description="a firm's number for VAT, or empty")
]
Language = Literal["en", "de", "fr"]
Quantity = Annotated[int, Meta(ge=0, le=MAX_QUANTITY, description="pieces of one SKU; 0 removes the line")]
Version = Annotated[int, Meta(ge=1, le=MAX_SAFE_INTEGER, description="grows by one with every change")]
Size = Annotated[int, Meta(ge=1, le=20_000, description="pixels")]
GuestId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="128 random bits that only the guest's session knows")
]
OrderKey = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="128 bits that open one order of a guest")]
OrderId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{28}$(?!\n)", description="12 hex digits of time in ms, 64 random bits: sorts by time")
]
CorrelationId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="the page request that a call or an event goes back to")
]
Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16,64}$(?!\n)", description="idempotency key, made by the form")]
Cursor = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_-]+$(?!\n)", max_length=600, description="opaque; from an earlier reply")
]
Timestamp = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$(?!\n)",
        description="UTC, RFC 3339 with milliseconds",
    ),
]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)", description="a calendar day, ISO 8601")]
MAX_RATE = 10_000
TaxRate = Annotated[int, Meta(ge=0, le=MAX_RATE, description="tax in hundredths of a percent: 1900 is 19 %")]
Email = Annotated[
    str,
    Meta(
        pattern=rf"^(?![^@]{{65}}){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]$(?!\n)",
        max_length=254,
        description="RFC 5321 address as Amazon SES takes it: ASCII, the domain in Punycode",
    ),
]
StoredEmail = Annotated[
    str,
    Meta(
        pattern=rf"^{_SIGN}+@{_SIGN}+\.{_SIGN}+$(?!\n)",
        max_length=254,
        description="an address that was taken once, by wider rules",
    ),
]


class Model(msgspec.Struct, frozen=True):
    """What crosses a service's door: immutable.

    A reader ignores fields it does not know, so that a newer writer does no harm.
    """


class RequestModel(Model, frozen=True, forbid_unknown_fields=True):
    """What a caller sends: here an unknown field is a mistake, and is told."""


class LanguageQuery(RequestModel, frozen=True):
    """The language of the caller's page, in which a mail is to be written."""

    language: Language = "en"


class PageQuery(RequestModel, frozen=True):
    """A page of a list for staff; `cursor` is the `next` of the page before."""

    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50
