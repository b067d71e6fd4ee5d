"""JSON lines for CloudWatch Logs. Bodies, tokens and paths (they may hold a guest's id) are never written.

A log group belongs to one function, and a trace is told once: what is logged is paid for by the byte.
Written out here, for a library's logger costs a tenth of the whole cold start in imports.
"""

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from backend.contracts.correlation import LOGGED

_LEVELS = ("DEBUG", "INFO", "WARN", "ERROR", "FATAL")
_context: ContextVar[dict[str, object] | None] = ContextVar("log_context", default=None)


class Logger:
    """Lines as Lambda's JSON log format takes them:
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html

    Lambda believes a line's `level` only beside an RFC 3339 `timestamp`; it takes every other line for INFO. Written are those from the
    function's own level on, which Lambda tells it in `AWS_LAMBDA_LOG_LEVEL`, each with the fields that are bound (`bound`, `bind`).
    """

    def debug(self, message: str, **more: object) -> None:
        """What matters only to somebody who looks for a fault."""
        _write("DEBUG", message, more)

    def info(self, message: str, **more: object) -> None:
        """Something that was done, with what is worth knowing of it."""
        _write("INFO", message, more)

    def warning(self, message: str, **more: object) -> None:
        """Something that will be tried again."""
        _write("WARN", message, more)

    def error(self, message: str, **more: object) -> None:
        """Something for people to look at."""
        _write("ERROR", message, more)

    def exception(self, message: str, **more: object) -> None:
        """The exception that is being handled, with its trace."""
        trace = traceback.format_exc()
        _write("ERROR", message, {**more, "exception_name": type(sys.exc_info()[1]).__name__, "exception": trace})


@contextmanager
def log_context(**more: object) -> Iterator[None]:
    """Add these fields to each line that is written inside the block; empty ones are left out. What was bound before comes back after."""
    token = _context.set(fields() | _without_empty(more))
    try:
        yield
    finally:
        _context.reset(token)


def bind(**more: object) -> None:
    """Add these fields to the lines of the innermost `bound` block from here on; outside of any block nothing happens."""
    if (context := _context.get()) is not None:
        context.update(_without_empty(more))


def fields() -> dict[str, object]:
    """Return the fields that are bound."""
    return dict(_context.get() or {})


def correlation_id() -> str:
    """Return the correlation id that is bound, or an empty string."""
    return str(fields().get("correlation_id", ""))


def logged_ids(value: object) -> dict[str, object]:
    """Return the ids of a path, a reply or an event that its log lines shall name."""
    return {name: getattr(value, name) for name in LOGGED if hasattr(value, name)}


def _without_empty(more: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in more.items() if value}


def _write(level: str, message: str, more: dict[str, object]) -> None:
    if _LEVELS.index(level) >= _LEVELS.index(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")):
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        said = {"timestamp": at, "level": level, "message": message, **fields(), **more}
        line = json.dumps(said, separators=(",", ":"), default=repr)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


logger = Logger()
