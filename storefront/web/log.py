"""The storefront's log on stderr, for our own lines and every library's: one JSON object per line, or plain text on a
terminal."""

import logging
import logging.config
import sys

import structlog

_CHAIN: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]

log: structlog.stdlib.BoundLogger = structlog.get_logger("storefront")


def without_path(record: logging.LogRecord) -> bool:
    """Shorten Django's own records of a request to one line, without the path and without what a client sent.

    What `django.security` refuses becomes a warning: errors that anybody can cause at will hide the real ones. The
    record names the kind of refusal, such as csrf or RequestDataTooBig; an unhandled exception keeps its traceback.
    """
    _, _, kind = record.name.partition("django.security.")
    if kind or record.name == "django.security":
        record.msg, record.args, record.exc_info, record.exc_text = (
            f"request refused: {kind or 'security'}",
            (),
            None,
            None,
        )
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    elif record.name == "django.request":
        record.msg, record.args = "request failed", ()
    return True


def configure(options: dict[str, str]) -> None:
    """Django's `LOGGING_CONFIG`. `options` holds `level`.

    Django's own access log is off: it writes whole URLs, and the login's callback carries its code in one.
    """
    formatter = structlog.stdlib.ProcessorFormatter
    plain = structlog.dev.ConsoleRenderer(
        colors=False, pad_event_to=0, pad_level=False, exception_formatter=structlog.dev.plain_traceback
    )
    lines = {
        "()": formatter,
        "processors": [
            formatter.remove_processors_meta,
            plain if sys.stderr.isatty() else structlog.processors.JSONRenderer(),
        ],
        "foreign_pre_chain": _CHAIN,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": lines},
            "filters": {"without_path": {"()": lambda: without_path}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["without_path"]}
            },
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "storefront": {"level": options["level"]},
                "django.request": {"level": "ERROR"},
                "django.server": {"level": "CRITICAL", "propagate": False},
                "django.utils.autoreload": {"level": "WARNING"},
                "urllib3": {
                    "level": "ERROR"
                },  # names whole URLs when it tries again, and a guest's basket is known by its own
            },
        }
    )
    structlog.configure(
        processors=[*_CHAIN, formatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
