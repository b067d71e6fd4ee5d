"""The storefront's log: one JSON object per line on stderr, for our own lines and for every library's."""

import logging.config
from typing import Any

import structlog

_CHAIN: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]

log: structlog.stdlib.BoundLogger = structlog.get_logger("storefront")


def configure(options: dict[str, str]) -> None:
    """Django's `LOGGING_CONFIG`. `options` holds `level`.

    Django's own access log is off: it writes whole URLs, and the login's callback carries its code in one.
    """
    formatter = structlog.stdlib.ProcessorFormatter
    json = {
        "()": formatter,
        "processors": [formatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        "foreign_pre_chain": _CHAIN,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": json},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "storefront": {"level": options["level"]},
                "django.request": {"level": "ERROR"},
                "django.server": {"level": "CRITICAL", "propagate": False},
                "django.security.DisallowedHost": {"level": "CRITICAL"},
                "urllib3": {"level": "ERROR"},  # names whole URLs when it tries again, and a guest's basket is known by its own
            },
        }
    )
    structlog.configure(
        processors=[*_CHAIN, formatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
