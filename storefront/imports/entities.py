"""HTML entities in names, as shops' pages are filled with them and their exports hold them: `Tea &amp; Coffee`."""

import html
import re

_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def decode_entities(text: str) -> str:
    """Return the text with the letters that its entities stand for, in one line."""
    return " ".join(_ENTITY.sub(lambda entity: html.unescape(entity[0]), text).split())
