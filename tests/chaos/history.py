"""What happened, as those who did it saw it: every request with its two times and what became of it."""

import enum
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


class Outcome(enum.StrEnum):
    """`UNKNOWN`: no answer, or one that says neither yes nor no. It may have been done, be done later, or never."""

    OK = "ok"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Op:
    """One request: `key` is what it is about, a checkout's idempotency key or an order's id; `value` what was answered.

    Times are seconds of a clock that all share. A checkout answers with the order's id, a reading with the states seen.
    """

    who: str
    what: str
    key: str
    start: float
    end: float
    outcome: Outcome
    value: tuple[str, ...] = ()


@dataclass
class History:
    """Requests in the order of their ends; many may write at once."""

    ops: list[Op] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, op: Op) -> None:
        with self._lock:
            self.ops.append(op)

    def of(self, what: str, outcome: Outcome | None = None) -> Iterator[Op]:
        """All requests of that kind, or those of them with that outcome."""
        return (op for op in list(self.ops) if op.what == what and outcome in (None, op.outcome))
