"""Sets of products as bits of one integer, product number n being bit n; and numbers of products as one such set per binary digit.

Python joins, intersects and counts integers of a million bits in microseconds. Kept in blocks of 65,536 products, sparse ones as
numbers, as in Roaring bitmaps (https://arxiv.org/abs/1402.6407), so that a change rewrites one block of each set it touches; prices
as bit slices (P. O'Neil, D. Quass, https://doi.org/10.1145/253262.253268), so that a range costs the same however many products are in it.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence

BLOCK = 1 << 16
DIGITS = 30
"""Binary digits of a price: `Minor` allows 1,000,000,000."""

_BYTES = BLOCK // 8


def bits(numbers: Iterable[int]) -> int:
    """The set of these numbers."""
    raw = bytearray()
    for number in numbers:
        place = number >> 3
        if place >= len(raw):
            raw.extend(bytes(place + 1 + len(raw) // 2 - len(raw)) if place < 2 * len(raw) else bytes(place + 1 - len(raw)))
        raw[place] |= 1 << (number & 7)
    return int.from_bytes(raw, "little")


def numbers(within: int) -> Iterator[int]:
    """The numbers of a set, ascending."""
    raw = within.to_bytes((within.bit_length() + 7) // 8, "little")
    for place, byte in enumerate(raw):
        if byte:
            yield from (place * 8 + bit for bit in range(8) if byte >> bit & 1)


def packed(block: set[int]) -> bytes:
    """A block: numbers below BLOCK as two bytes each, or one bit each where that is shorter."""
    if len(block) * 2 < _BYTES:
        return array("H", sorted(block)).tobytes()
    return bits(block).to_bytes(_BYTES, "little")


def unpacked(kept: bytes) -> set[int]:
    """The numbers of a block."""
    return set(numbers(int.from_bytes(kept, "little"))) if len(kept) == _BYTES else set(array("H", kept))


def joined(blocks: Iterable[tuple[int, bytes]]) -> int:
    """The set of all blocks, which come with their places, ascending."""
    raw = bytearray()
    for place, kept in blocks:
        raw.extend(bytes(place * _BYTES - len(raw)))
        if len(kept) != _BYTES:
            full = bytearray(_BYTES)
            for number in array("H", kept):
                full[number >> 3] |= 1 << (number & 7)
            raw += full
        else:
            raw += kept
    return int.from_bytes(raw, "little")


def counted(blocks: Iterable[tuple[int, bytes]], within: bytes) -> int:
    """How many of a set kept in blocks are in another, which is told by its bytes, the lowest first."""
    found = 0
    for place, kept in blocks:
        part = within[place * _BYTES : (place + 1) * _BYTES]
        if len(kept) == _BYTES:
            found += (int.from_bytes(part, "little") & int.from_bytes(kept, "little")).bit_count()
        else:
            part = part.ljust(_BYTES, b"\0")
            found += sum(part[number >> 3] >> (number & 7) & 1 for number in array("H", kept))
    return found


def at_most(limit: int, slices: Sequence[int], within: int) -> int:
    """Those whose number is `limit` or less; `slices` are the sets by binary digit, the lowest first."""
    if limit < 0:
        return 0
    less, equal = 0, within
    for digit in range(len(slices) - 1, -1, -1):
        ones = equal & slices[digit]
        if limit >> digit & 1:
            less |= equal ^ ones
            equal = ones
        else:
            equal ^= ones
    return less | equal if limit >> len(slices) == 0 else within


def least(slices: Sequence[int], within: int) -> tuple[int, int]:
    """The least number in a set that is not empty, and those that have it."""
    found = 0
    for digit in range(len(slices) - 1, -1, -1):
        ones = within & slices[digit]
        if ones == within:
            found |= 1 << digit
        else:
            within ^= ones
    return found, within


def most(slices: Sequence[int], within: int) -> int:
    """The greatest number in a set that is not empty."""
    found = 0
    for digit in range(len(slices) - 1, -1, -1):
        if ones := within & slices[digit]:
            found, within = found | 1 << digit, ones
    return found
