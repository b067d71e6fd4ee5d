"""Which lines Lambda keeps of a function that prints JSON, by the rule of its guide ("Log-level filtering", "Using JSON
logs").

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html: a line's `level` counts where the
line has a valid RFC 3339 `timestamp`; every other line is taken for INFO.
"""

import json
import re
from typing import Any

LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
_RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


def level(line: dict[str, Any]) -> str:
    """Return the level that Lambda takes the line for."""
    believed = _RFC_3339.fullmatch(str(line.get("timestamp", ""))) and line.get("level") in LEVELS
    return str(line["level"]) if believed else "INFO"


def kept_lines(written: str, application_level: str) -> list[dict[str, Any]]:
    """Return the lines of what a function wrote that Lambda keeps at its ApplicationLogLevel."""
    lines = [json.loads(line) for line in written.splitlines()]
    return [line for line in lines if LEVELS.index(level(line)) >= LEVELS.index(application_level)]
