"""DynamoDB's expressions, as far as the services use them, compiled once per text. Anything unknown is an error, never
a guess.

Compiled functions take the item (empty if there is none), and the names and values of the call.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

Item = dict[str, Any]
Names = dict[str, str]
Condition = Callable[[Item, Names, Item], bool]
Operand = Callable[[Item, Names, Item], Any]
Change = Callable[[Item, Item, Names, Item], None]

_TOKEN = re.compile(r"\s*(<=|>=|<>|[#:]?[A-Za-z_][A-Za-z0-9_]*|[=<>(),+-])")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


class Unknown(Exception):
    """The expression uses something that this model does not know."""


def number(value: Item) -> int:
    """A whole number; the services keep no others."""
    return int(value["N"])


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place = 0
        while place < len(text.rstrip()):
            match = _TOKEN.match(text, place)
            if not match:
                raise Unknown(text)
            self.tokens.append(match[1])
            place = match.end()
        self.place = 0
        self.text = text

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, *expected: str) -> str:
        token = self.next
        if not token or (expected and token not in expected):
            raise Unknown(f"{self.text!r} at {token!r}, wanted {expected}")
        self.place += 1
        return token

    def can(self, token: str) -> bool:
        if self.next == token:
            self.place += 1
            return True
        return False


@cache
def placeholders(text: str) -> frozenset[str]:
    """Return the names and values that an expression leaves open."""
    return frozenset(token for token in _Reader(text).tokens if token[0] in "#:")


@cache
def condition(text: str) -> Condition:
    """Compile a condition or key condition."""
    reader = _Reader(text)
    found = _any(reader)
    if reader.next:
        raise Unknown(f"{text!r} goes on at {reader.next!r}")
    return found


def _any(reader: _Reader) -> Condition:
    parts = [_all(reader)]
    while reader.can("OR"):
        parts.append(_all(reader))
    return parts[0] if len(parts) == 1 else lambda item, names, values: any(part(item, names, values) for part in parts)


def _all(reader: _Reader) -> Condition:
    parts = [_one(reader)]
    while reader.can("AND"):
        parts.append(_one(reader))
    return parts[0] if len(parts) == 1 else lambda item, names, values: all(part(item, names, values) for part in parts)


def _one(reader: _Reader) -> Condition:
    if reader.can("("):
        inner = _any(reader)
        reader.take(")")
        return inner
    if reader.next in ("attribute_exists", "attribute_not_exists"):
        wanted = reader.take() == "attribute_exists"
        reader.take("(")
        name = _name(reader.take())
        reader.take(")")
        return lambda item, names, values: (name(names) in item) is wanted
    if reader.next in _ON_TWO:
        test = _ON_TWO[reader.take()]
        reader.take("(")
        inside = _operand(reader)
        reader.take(",")
        part = _operand(reader)
        reader.take(")")
        return lambda item, names, values: test(inside(item, names, values), part(item, names, values))
    left = _operand(reader)
    if reader.can("BETWEEN"):
        low = _operand(reader)
        reader.take("AND")
        high = _operand(reader)
        return lambda item, names, values: (
            _compare(_COMPARE[">="], left(item, names, values), low(item, names, values))
            and _compare(_COMPARE["<="], left(item, names, values), high(item, names, values))
        )
    compare = _COMPARE[reader.take(*_COMPARE)]
    right = _operand(reader)
    return lambda item, names, values: _compare(compare, left(item, names, values), right(item, names, values))


def _contains(inside: Any, part: Any) -> bool:
    return inside is not None and "SS" in inside and part["S"] in inside["SS"]


def _begins_with(text: Any, beginning: Any) -> bool:
    return text is not None and "S" in text and text["S"].startswith(beginning["S"])


_ON_TWO: dict[str, Callable[[Any, Any], bool]] = {"contains": _contains, "begins_with": _begins_with}


def _compare(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    if left is None or right is None:
        return False
    (kind, one), (other_kind, other) = *left.items(), *right.items()
    if kind != other_kind:
        return compare is _COMPARE["<>"]
    return compare(int(one), int(other)) if kind == "N" else compare(one, other)


def _name(token: str) -> Callable[[Names], str]:
    if token.startswith(":") or (not token[0].isalpha() and token[0] != "#"):
        raise Unknown(token)
    return (lambda names: names[token]) if token.startswith("#") else (lambda names: token)


def _operand(reader: _Reader) -> Operand:
    token = reader.take()
    if token.startswith(":"):
        return lambda item, names, values: values[token]
    if token == "size":
        reader.take("(")
        name = _name(reader.take())
        reader.take(")")
        return lambda item, names, values: (
            {"N": str(len(next(iter(item[name(names)].values()))))} if name(names) in item else None
        )
    if token == "if_not_exists":
        reader.take("(")
        kept = _name(reader.take())
        reader.take(",")
        default = _operand(reader)
        reader.take(")")
        return lambda item, names, values: item.get(kept(names)) or default(item, names, values)
    plain = _name(token)
    return lambda item, names, values: item.get(plain(names))


@cache
def update(text: str) -> Change:
    """Compile an update; the function changes the new item according to the old one."""
    reader = _Reader(text)
    changes: list[Change] = []
    while reader.next:
        clause = {"SET": _set, "REMOVE": _remove, "ADD": _add, "DELETE": _delete}[
            reader.take("SET", "REMOVE", "ADD", "DELETE")
        ]
        changes.append(clause(reader))
        while reader.can(","):
            changes.append(clause(reader))

    def change(new: Item, old: Item, names: Names, values: Item) -> None:
        for each in changes:
            each(new, old, names, values)

    return change


def _set(reader: _Reader) -> Change:
    name = _name(reader.take())
    reader.take("=")
    left = _operand(reader)
    sign = {"+": 1, "-": -1}.get(reader.next, 0)
    right = _operand(reader) if sign and reader.take() else None

    def change(new: Item, old: Item, names: Names, values: Item) -> None:
        value = left(old, names, values)
        if right:
            value = {"N": str(number(value) + sign * number(right(old, names, values)))}
        if value is None:
            raise Unknown("an operand that the item does not have")
        new[name(names)] = value

    return change


def _remove(reader: _Reader) -> Change:
    name = _name(reader.take())
    return lambda new, old, names, values: new.pop(name(names), None) and None


def _add(reader: _Reader) -> Change:
    name, operand = _name(reader.take()), _operand(reader)

    def change(new: Item, old: Item, names: Names, values: Item) -> None:
        known, more = old.get(name(names)), operand(old, names, values)
        if "SS" in more:
            new[name(names)] = {"SS": sorted({*(known or {"SS": []})["SS"], *more["SS"]})}
        else:
            new[name(names)] = {"N": str(number(known or {"N": "0"}) + number(more))}

    return change


def _delete(reader: _Reader) -> Change:
    name, operand = _name(reader.take()), _operand(reader)

    def change(new: Item, old: Item, names: Names, values: Item) -> None:
        left = sorted({*old.get(name(names), {"SS": []})["SS"]} - {*operand(old, names, values)["SS"]})
        if left:
            new[name(names)] = {"SS": left}
        else:
            new.pop(name(names), None)

    return change
