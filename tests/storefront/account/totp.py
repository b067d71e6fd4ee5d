"""An authenticator app: the codes of a secret (RFC 6238), as a phone shows them."""

import base64
import hmac
import struct
import time


def code(secret: str, ago: int = 0) -> str:
    """Return the six digits that the app shows now, or showed so many half minutes ago."""
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, struct.pack(">Q", int(time.time() // 30) - ago), "sha1").digest()
    number = struct.unpack(">I", mac[mac[-1] & 15 :][:4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
