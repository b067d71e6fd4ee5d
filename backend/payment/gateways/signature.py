"""The signature of webhooks as Stripe defined it; the sandbox uses it, too.

It is HMAC-SHA256 over `<t>.<body>` in hex; the header is `t=<epoch seconds>,v1=<signature>`, with a second `v1` while
the secret is rotated. https://docs.stripe.com/webhooks#verify-manually
"""

import hmac
from collections.abc import Iterable

TOLERANCE_SECONDS = 300  # seconds between signing and verifying


def is_signed(header: str, body: bytes, now: int, secrets: Iterable[str]) -> bool:
    """Return whether one of the secrets signed this body within `TOLERANCE_SECONDS` of `now` (epoch seconds)."""
    parts = [part.partition("=")[::2] for part in header.split(",")]
    times = [value for key, value in parts if key == "t"]
    if len(times) != 1 or not _digits(times[0]) or abs(now - int(times[0])) > TOLERANCE_SECONDS:
        return False
    signed = f"{times[0]}.".encode() + body
    given = [value.encode("utf-8", "surrogatepass") for key, value in parts if key == "v1"]
    expected = [hmac.new(secret.encode(), signed, "sha256").hexdigest().encode() for secret in secrets]
    return any(hmac.compare_digest(one, other) for one in expected for other in given)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
