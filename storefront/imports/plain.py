"""What msgspec says of a value that a contract does not take, in words for whoever made the file."""

import re

_SAID = re.compile(r"Expected (?P<what>.+?) - at `\$(?P<path>[^`]*)`")
_WORDS = (
    (r"`str` of length <= (\d+)", "is longer than {} characters"),
    (r"`str` of length >= 1", "is empty"),
    (r"`array` of length <= (\d+)", "has more than {} parts"),
    (r"`array` of length >= 1", "has no part"),
    (r"`int` <= (\d+)", "is more than {}"),
    (r"`int` >= (\d+)", "is less than {}"),
    (r"`str` matching regex", "has signs that it may not have"),
)
_NAMES = {
    "tags[]": "tag",
    "values[]": "value",
    "sku": "SKU",
    "compare_at": "price before the reduction",
    "src": "picture's address",
    "alt": "picture's description",
}


def plain(message: str) -> str:
    """`the title is longer than 200 characters`; as msgspec says it where nothing better is known."""
    said = _SAID.match(message)
    if not said:
        return message
    name = re.sub(r"\[\d+\]", "[]", said["path"].rpartition(".")[2])
    name = _NAMES.get(name, name.removesuffix("[]"))
    for pattern, words in _WORDS:
        if found := re.match(pattern, said["what"]):
            return f"the {name} {words.format(*found.groups())}"
    return message
