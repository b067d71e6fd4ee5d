"""One JSON line per call. Bodies, tokens and paths (they may hold a guest's id) are never written.

Lambda stamps the time itself, a log group belongs to one function, and a trace is told once: what is logged is paid for by the byte.
Written out here, for a library's logger costs a tenth of the whole cold start in imports.
"""

import json
import os
import sys
import traceback

_LEVELS = ("DEBUG", "INFO", "WARN", "ERROR", "FATAL")


class Logger:
    """Lines as Lambda's JSON log format takes them:
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html

    Only those from the function's own level on, which Lambda tells it in `AWS_LAMBDA_LOG_LEVEL`.
    """

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


def _write(level: str, message: str, more: dict[str, object]) -> None:
    if _LEVELS.index(level) >= _LEVELS.index(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")):
        line = json.dumps({"level": level, "message": message, **more}, separators=(",", ":"), default=repr)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


logger = Logger()
