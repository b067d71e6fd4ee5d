"""Which e-mail addresses are the same: the shop's only rule for it.

Case does not matter, and neither does how a domain with non-ASCII letters is written: “exämple.org” and
“xn--exmple-cua.org” are one domain (RFC 5891). Dots and `+tags` before the @ do matter: they are the provider's
business.
"""

import hashlib
import unicodedata
from typing import Annotated

from msgspec import Meta

AddressHash = Annotated[
    str,
    Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="tells e-mail addresses apart without naming one"),
]


def comparable(email: str) -> str:
    """Return the address as it is compared: lower case, and the domain's labels in Punycode."""
    mailbox, at, domain = email.rpartition("@")
    return f"{mailbox.casefold()}{at}{'.'.join(map(_ascii_label, _fold(domain).split('.')))}"


def is_same_address(one: str, other: str) -> bool:
    """Return whether mail to both arrives at the same mailbox."""
    return comparable(one) == comparable(other)


def address_hash(email: str) -> str:
    """Return 32 hex digits that tell addresses apart, however they are written."""
    return hashlib.sha256(comparable(email).encode()).hexdigest()[:32]


def _fold(domain: str) -> str:
    """Return the domain in lower case. Not by `casefold`: `ß` and `ss` are different domains."""
    plain = unicodedata.normalize("NFKC", domain).replace("\u3002", ".")
    return unicodedata.normalize("NFC", "".join(sign.lower() for sign in plain))


def _ascii_label(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
