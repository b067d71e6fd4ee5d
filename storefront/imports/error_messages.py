"""What msgspec says of a value that a contract does not take, in words for whoever made the file."""

import re

from backend.contracts.currencies import grouped_decimal
from backend.contracts.shop import CURRENCY

_SAID = re.compile(r"Expected (?P<what>.+?) - at `\$(?P<path>[^`]*)`")
_PLACE = re.compile(r"\[(\d+)\]")
_VARIANT = re.compile(r"`\$\.variants\[(\d+)\]")
_WORDS = (
    (r"`str` of length <= (\d+)", "the {name} is longer than {0} characters"),
    (r"`str` of length >= 1", "the {name} is empty"),
    (r"`array` of length <= (\d+)", "there are more than {0} {name}"),
    (r"`array` of length >= 1", "there are no {name}"),
    (r"`int` <= (\d+)", "the {name} is more than {0}"),
    (r"`int` >= (\d+)", "the {name} is less than {0}"),
    (r"`str` matching regex", "the {name} has signs that it may not have"),
)
_NAMES = {
    "tags[]": "tag",
    "values[]": "value",
    "category[]": "category",
    "category": "categories",
    "sku": "SKU",
    "compare_at": "price before the reduction",
    "src": "picture's address",
    "alt": "picture's description",
}
_PRICES = ("price", "compare_at")


def explain(message: str, currency: str = CURRENCY) -> str:
    """Return the message in plain words, `the title is longer than 200 characters`; as msgspec says it where nothing
    better is known.
    """
    if match := _SAID.match(message):
        field = _PLACE.sub("[]", match["path"]).rpartition(".")[2]
        for pattern, words in _WORDS:
            if limit := re.match(pattern, match["what"]):
                prices = field in _PRICES
                numbers = (
                    grouped_decimal(int(each), currency) if prices else f"{int(each):,}" for each in limit.groups()
                )
                return words.format(*numbers, name=_NAMES.get(field, field.removesuffix("[]")))
    return message.replace("`$.", "`")


def variant(message: str) -> int | None:
    """Return which variant it is said of, from 0."""
    match = _VARIANT.search(message)
    return int(match[1]) if match else None
