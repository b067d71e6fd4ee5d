"""Sets of products as bits of one integer, product number n being bit n; and numbers of products as one such set per
binary digit.

Python joins, intersects and counts integers of a million bits in microseconds. Kept in blocks of 65,536 products,
sparse ones as numbers, as in Roaring bitmaps (https://arxiv.org/abs/1402.6407), so that a change rewrites one block of
each set it touches; prices as bit slices (P. O'Neil, D. Quass, https://doi.org/10.1145/253262.253268), so that a range
costs the same however many products are in it.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

BLOCK = 1 << 16
DIGITS = 30
"""Binary digits of a price: `Amount` allows 1,000,000,000."""

_BYTES = BLOCK // 8
_AS_FLAGS = bytes.maketrans(b"01", b"\0\1")


def bits(numbers: Iterable[int]) -> int:
    """Return the set of these numbers as an integer."""
    raw = bytearray()
    for number in numbers:
        index = number >> 3
        if index >= len(raw):
            raw.extend(
                bytes(index + 1 + len(raw) // 2 - len(raw)) if index < 2 * len(raw) else bytes(index + 1 - len(raw))
            )
        raw[index] |= 1 << (number & 7)
    return int.from_bytes(raw, "little")


def numbers(within: int) -> Iterator[int]:
    """Yield the numbers of a set, ascending."""
    raw = within.to_bytes((within.bit_length() + 7) // 8, "little")
    for index, byte in enumerate(raw):
        if byte:
            yield from (index * 8 + bit for bit in range(8) if byte >> bit & 1)


def pack(block: set[int]) -> bytes:
    """Encode a block as two bytes per number, or as one bit each where that is shorter."""
    if len(block) * 2 < _BYTES:
        return array("H", sorted(block)).tobytes()
    return bits(block).to_bytes(_BYTES, "little")


def unpack(packed: bytes) -> set[int]:
    """Decode the numbers of a block."""
    return set(numbers(int.from_bytes(packed, "little"))) if len(packed) == _BYTES else set(array("H", packed))


def join_blocks(blocks: Iterable[tuple[int, bytes]]) -> int:
    """Return the union of the blocks, which come with their positions, ascending."""
    raw = bytearray()
    for block, packed in blocks:
        raw.extend(bytes(block * _BYTES - len(raw)))
        if len(packed) != _BYTES:
            full = bytearray(_BYTES)
            for number in array("H", packed):
                full[number >> 3] |= 1 << (number & 7)
            raw += full
        else:
            raw += packed
    return int.from_bytes(raw, "little")


class IntersectionCounter:
    """Counts the intersections of one set with many: bitwise for large blocks, by lookup for sparse ones."""

    def __init__(self, within: int) -> None:
        flags = bin(within)[:1:-1].encode().translate(_AS_FLAGS)
        self._flags = [flags[start : start + BLOCK].ljust(BLOCK, b"\0") for start in range(0, len(flags), BLOCK)]
        raw = within.to_bytes(len(self._flags) * _BYTES, "little")
        self._blocks = [int.from_bytes(raw[start : start + _BYTES], "little") for start in range(0, len(raw), _BYTES)]

    def counts(self, sets: Iterable[tuple[str, int, bytes]]) -> Counter[str]:
        """Return how many of each set are in this one; the sets come in blocks, by name and position."""
        totals: Counter[str] = Counter()
        for name, block, packed in sets:
            if block >= len(self._blocks):
                continue
            if len(packed) == _BYTES:
                totals[name] += (self._blocks[block] & int.from_bytes(packed, "little")).bit_count()
            else:
                totals[name] += sum(map(self._flags[block].__getitem__, array("H", packed)))
        return totals


def at_most(limit: int, slices: Sequence[int], within: int) -> int:
    """Return the numbers whose value is at most `limit`; `slices` are the sets by binary digit, lowest first."""
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


def minimum(slices: Sequence[int], within: int) -> tuple[int, int]:
    """Return the least value in a non-empty set, and the numbers that have it."""
    lowest = 0
    for digit in range(len(slices) - 1, -1, -1):
        ones = within & slices[digit]
        if ones == within:
            lowest |= 1 << digit
        else:
            within ^= ones
    return lowest, within


def maximum(slices: Sequence[int], within: int) -> int:
    """Return the greatest value in a non-empty set."""
    highest = 0
    for digit in range(len(slices) - 1, -1, -1):
        if ones := within & slices[digit]:
            highest, within = highest | 1 << digit, ones
    return highest
