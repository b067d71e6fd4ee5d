"""The provider's signature, written down a second time from its documentation."""

import hashlib
import hmac


def sign(body: str | bytes, at: int, secret: str) -> str:
    """The `sandbox-signature` header of a body signed at that epoch second."""
    raw = body.encode() if isinstance(body, str) else body
    return f"t={at},v1={hmac.new(secret.encode(), str(at).encode() + b'.' + raw, hashlib.sha256).hexdigest()}"
