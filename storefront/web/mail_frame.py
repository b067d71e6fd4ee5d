"""The HTML of a mail as a document of its own, to be shown in a frame: it runs no script, loads nothing but the shop's
own pictures, and has an opaque origin.

Only the style sheets it came with are allowed, and inline styles, as in a mail program.
"""

import base64
import hashlib
import re

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpResponse

_SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox"
"""What a frame of a mail may do: its links open beside it."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def frame(content: str) -> HttpResponse:
    """Return the mail's HTML under a policy of its own."""
    styles = " ".join(f"'sha256-{_digest(style)}'" for style in _STYLE.findall(content)) or "'none'"
    policy = (
        f"default-src 'none'; img-src {settings.SHOP_URL}; style-src {styles}; style-src-attr 'unsafe-inline'; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors 'self'; {_SANDBOX}"
    )
    return HttpResponse(content, headers={HEADER: policy, "Cache-Control": "no-store"})


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
