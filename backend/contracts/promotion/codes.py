"""Codes as people type them."""

import re
import unicodedata
from typing import Annotated

from msgspec import Meta

Code = Annotated[
    str, Meta(pattern=r"^[A-Z0-9]{3,24}$(?!\n)", description="a promotion's code, in capitals and without spaces")
]
_BETWEEN = re.compile(r"[\s\u00ad\u200b-\u2015\u202a-\u202e\u2060-\u206f\ufeff_-]+")
_VALID = re.compile(r"[A-Z0-9]{3,24}")


def normalize(text: str) -> str | None:
    """Return the code in what somebody typed, or None if it cannot be one.

    Case, width, spaces and hyphens do not count: `ｓummer 10` and `SUMMER-10` are both `SUMMER10`.
    """
    code = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    return code if _VALID.fullmatch(code) else None
