"""A logger of JSON lines for CloudWatch Logs. It never gets bodies, tokens, or paths, which may hold a guest's id.

A log group belongs to one function, so lines do not repeat its name: every logged byte is charged. Written by hand
because a logging library takes a tenth of the whole cold start to import.
"""

import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from backend.contracts.correlation import LOGGED

_LEVELS = ("DEBUG", "INFO", "WARN", "ERROR", "FATAL")
_context: ContextVar[dict[str, object] | None] = ContextVar("log_context", default=None)


class Logger:
    """A logger in Lambda's JSON log format.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html Lambda reads a line's `level`
    only beside an RFC 3339 `timestamp`, else it takes INFO. Lines below the function's level (`AWS_LAMBDA_LOG_LEVEL`)
    are dropped; the others get the fields that are bound (`log_context`, `bind`).
    """

    def debug(self, message: str, **details: object) -> None:
        """Log a detail for debugging."""
        _write("DEBUG", message, details)

    def info(self, message: str, **details: object) -> None:
        """Log something that was done."""
        _write("INFO", message, details)

    def warning(self, message: str, **details: object) -> None:
        """Log a failure that will be retried."""
        _write("WARN", message, details)

    def error(self, message: str, **details: object) -> None:
        """Log a failure that people must look at."""
        _write("ERROR", message, details)

    def measure(self, message: str, values: Mapping[str, float], by: Mapping[str, str] | None = None) -> None:
        """Log something that was done, and have CloudWatch make metrics of these values.

        Each is counted as a whole, and once more by each of the dimensions `by`. Without a namespace, `METRICS` in the
        environment, the line is one like any other. “Specification: Embedded metric format” in
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
        """
        _write("INFO", message, {**_metric_directive(list(values), list(by or {})), **(by or {}), **values})

    def exception(self, message: str, **details: object) -> None:
        """Log the exception being handled, with its traceback."""
        trace = traceback.format_exc()
        _write("ERROR", message, {**details, "exception_name": type(sys.exc_info()[1]).__name__, "exception": trace})


@contextmanager
def log_context(**details: object) -> Iterator[None]:
    """Add fields to every line logged inside the block, and restore the earlier ones after it; skip empty values."""
    token = _context.set(fields() | _without_empty(details))
    try:
        yield
    finally:
        _context.reset(token)


def bind(**details: object) -> None:
    """Add fields to the lines of the innermost `log_context` block from here on; do nothing outside of one."""
    if (context := _context.get()) is not None:
        context.update(_without_empty(details))


def fields() -> dict[str, object]:
    """Return the fields that are bound."""
    return dict(_context.get() or {})


def correlation_id() -> str:
    """Return the correlation id that is bound, or an empty string."""
    return str(fields().get("correlation_id", ""))


def logged_ids(value: object) -> dict[str, object]:
    """Return the ids of a path, a reply or an event that its log lines name."""
    return {name: getattr(value, name) for name in LOGGED if hasattr(value, name)}


def _metric_directive(metrics: list[str], dimensions: list[str]) -> dict[str, object]:
    """Return the part of a line that tells CloudWatch which of its fields are metrics."""
    namespace = os.environ.get("METRICS")
    if not namespace:
        return {}
    directive = {
        "Namespace": namespace,
        "Dimensions": [[], *([name] for name in dimensions)],
        "Metrics": [{"Name": name} for name in metrics],
    }
    return {"_aws": {"Timestamp": int(datetime.now(UTC).timestamp() * 1000), "CloudWatchMetrics": [directive]}}


def _without_empty(details: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in details.items() if value}


def _write(level: str, message: str, details: dict[str, object]) -> None:
    if _LEVELS.index(level) >= _LEVELS.index(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")):
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        entry = {"timestamp": at, "level": level, "message": message, **fields(), **details}
        line = json.dumps(entry, separators=(",", ":"), default=repr)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


logger = Logger()
