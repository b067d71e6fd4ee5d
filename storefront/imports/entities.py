"""HTML entities in names, as shops' pages are filled with them and their exports hold them: `Tea &amp; Coffee`."""

import html
import re

_TIMES = 3
"""How often a program may have escaped what was escaped before, as `&amp;amp;`."""
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPED_MARKUP = re.compile(
    r"&(?:amp;)*lt;(?:/(?:p|div|ul|ol|li|b|strong|em|i|span|h[1-6]|table)|br\s*/?)&(?:amp;)*gt;", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def decode_entities(text: str) -> str:
    """Return the text with the letters that its entities stand for, in one line, however often they were escaped."""
    for _ in range(_TIMES if "&" in text else 0):
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return " ".join(text.split())


def decode_markup(text: str) -> str:
    """Return a description in HTML as such where all of its tags are escaped, as `&lt;p&gt;`; else as it is."""
    for _ in range(_TIMES):
        if _MARKUP.search(text) or not _ESCAPED_MARKUP.search(text):
            return text
        text = html.unescape(text)
    return text
