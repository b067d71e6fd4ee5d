"""The bad inputs that the design lists: as whole bodies, as a field's value, as part of a path and in a query."""

import copy
import json
from collections.abc import Iterator
from typing import Any

DEEP, BOMB = 100_000, 10_000
Path = tuple[str | int, ...]

NUMBERS = (
    "NaN", "Infinity", "-Infinity", "1e309", "-1", "-0.5", "1.5", "0.1e1000000", "true", "null", '"1"', '" 1 "', "[]", "{}",
    str(2**53 + 1), "9" * 39, "-" + "9" * 39, "0." + "1" * 10_000, "1" * 5_000, "1_000", "0x10", "01", "+1", "1e9",
)  # fmt: skip
LINES = r'"a\r\nforged: b"'
TEXTS = (
    r'"\ud800"', r'"\udc00\ud800"', r'"a\u0000b"', '"a\x00b"', LINES, r'"\u202egnp.exe\u0000"', '"\t"', '"\x7f"',
    json.dumps("x" * BOMB), json.dumps("e" + "\u0301" * BOMB), "7", "null", "true", '["x"]', '{"$ne": ""}',
)  # fmt: skip
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n",
    "null": b"null",
    "a list": b"[]",
    "a text": b'"x"',
    "a number": b"7",
    "a form": b"quantity=1",
    "cut off": b'{"quantity": 1',
    "two": b'{"quantity": 1}{"quantity": 1}',
    "a comment": b'{"quantity": 1} // one',
    "single quotes": b"{'quantity': 1}",
    "UTF-16": '{"quantity": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + b'{"quantity": 1}',
    "overlong UTF-8": b'{"quantity": "\xc0\xaf"}',
    "a surrogate in UTF-8": b'{"quantity": "\xed\xa0\x80"}',
    "half a character": b'{"quantity": "\xc3"}',
    "bytes": bytes(range(256)),
    "a prototype": b'{"__proto__": {"quantity": 1}}',
    "XML": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
}
BIG_BODIES: dict[str, bytes] = {
    "deep lists": b"[" * DEEP,
    "deep lists, closed": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP,
    "deep under a field": b'{"quantity": ' + b"[" * DEEP,
    "a megabyte": b'{"quantity": "' + b"x" * 1_000_000 + b'"}',
    "many names": b"{" + b",".join(b'"a%d": 1' % number for number in range(20_000)) + b"}",
}
"""What is too big, too deep or too much for any function."""
MEDIA_TYPES = (
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "json",
)
ENCODED = (
    "..%2f..%2fetc%2fpasswd", "%2e%2e", "..%5c", "%00", "a%00b", "%0d%0aset-cookie:%20x=y", "%c0%ae", "%ff", "%ed%a0%80", "%F0%9F%92%A3",
    "%EF%BC%A1", "a%20b", "a%27%20OR%201=1--", "%3Cscript%3E", "x" * 2_000, "%25%32%66", "*", "a%23b", "PRODUCT%23x", "%E2%80%AE", "-", "",
)  # fmt: skip
COUNTS = (
    "NaN",
    "Infinity",
    "1e309",
    "1e-1",
    "-1",
    "0",
    "1.5",
    "true",
    "null",
    "9" * 39,
    "1" * 5_000,
    "1_0",
    "0x1",
    "%D9%A1",
    "%201",
    "[]",
)


def bodies(
    right: dict[str, Any], optional: set[str], free: set[Path], nullable: set[Path]
) -> Iterator[tuple[str, bytes]]:
    """Bodies that are wrong for the operation whose right one is given, by what is wrong; `free` fields may hold
    several lines, `nullable` ones null. Big ones are apart."""
    yield from BODIES.items()
    for path in _leaves(right):
        for text in _wrong(_at(right, path)):
            if (text == LINES and path in free) or (text == "null" and path in nullable):
                continue
            yield f"{path}: {text[:30]}", _with(right, path, text)
    yield "an unknown field", json.dumps(right | {"unit_price": 1}).encode()
    for field in right.keys() - optional:
        yield f"without {field}", json.dumps({name: value for name, value in right.items() if name != field}).encode()
    for field in right:
        yield f"{field} twice", f"{json.dumps(right)[:-1]}, {json.dumps({field: right[field]})[1:]}".encode()


def _wrong(value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return tuple(each for each in NUMBERS if each != "true")
    return NUMBERS if isinstance(value, int) else TEXTS


def _leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where the body holds a text or a number."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from _leaves(each, (*path, name))
    if not isinstance(value, dict | list):
        yield path


def _at(value: Any, path: Path) -> Any:
    for name in path:
        value = value[name]
    return value


def _with(right: dict[str, Any], path: Path, text: str) -> bytes:
    """The body as JSON with raw text in that place: what no encoder would write."""
    changed = copy.deepcopy(right)
    _at(changed, path[:-1])[path[-1]] = "@@"
    return json.dumps(changed).replace('"@@"', text).encode("utf-8", "surrogatepass")
