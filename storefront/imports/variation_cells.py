"""All options of a variant in one cell, as programs and merchants write them."""

import re
from collections.abc import Callable

Choices = tuple[tuple[str, str], ...]

_TAG = re.compile(r",?\s*\[[A-Z]{1,3}\](?=[^\[\]=]+=)")
"""What BigCommerce puts before an option: how it is shown, such as `[RB]` for buttons."""
_TYPED = re.compile(r"Type=[^|]*\|Name=(?P<name>[^|]*)\|Value=(?P<value>.*?)(?=[|,;\s]*Type=[^|]*\|Name=|$)", re.DOTALL)
_NEXT_PAIR = re.compile(r"\s*[|;,]\s*(?=[^|;,=]+=)")
_SWATCH = re.compile(r"(?:\[#[0-9A-Fa-f]{3,8}(?:[|,;:].*)?\]|:#[0-9A-Fa-f]{3,8}.*|\[https?://[^\]]*\])\s*$")
_SWATCH_BEFORE = re.compile(r"\s*(?:#[0-9A-Fa-f]{3,8}|rgba?\([0-9., ]+\)):")
"""The colour that a value is drawn in, behind it or before it."""
_LONGEST = 2000
"""Characters of a cell that is looked at: the patterns take long for more, and no value may have so many."""


def split_variation(text: str) -> Choices:
    """Return the options and values of a variant's cell, and what names no option as a `Variation`.

    `Color: Red, Size: M`, `Size=M|Color=Red`, `[RB]Size=M,[S]Color=Red`, `Type=Swatch|Name=Color|Value=Red[#f00]`.
    """
    readers = _READERS if len(text) <= _LONGEST else ()
    named = next(filter(None, (read(text) for read in readers)), ())
    return named or (("Variation", text),)


def without_swatch(value: str) -> str:
    """Return a value without the colour that it is drawn in."""
    if len(value) > _LONGEST:
        return value.strip()
    return _SWATCH.sub("", _SWATCH_BEFORE.sub("", value)).strip()


def _read_typed(text: str) -> Choices:
    return tuple((each["name"].strip(), without_swatch(each["value"])) for each in _TYPED.finditer(text))


def _read_tagged(text: str) -> Choices:
    return _pairs([part for part in _TAG.split(text) if part.strip()], "=") if _TAG.match(text) else ()


def _read_equal(text: str) -> Choices:
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    pairs = _pairs(_NEXT_PAIR.split(inner), "=")
    return () if any(":" in name for name, _ in pairs) else pairs


def _read_with_colons(text: str) -> Choices:
    return _pairs(re.split(r"[,;|]", text), ":")


_READERS: tuple[Callable[[str], Choices], ...] = (_read_typed, _read_tagged, _read_equal, _read_with_colons)


def _pairs(parts: list[str], mark: str) -> Choices:
    """Return names and values; nothing if a part has not both."""
    pairs = [part.partition(mark) for part in parts]
    named = tuple((name.strip(), without_swatch(value)) for name, _, value in pairs if name.strip() and value.strip())
    return named if len(named) == len(pairs) else ()
