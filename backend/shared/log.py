"""One JSON line per call. Bodies, tokens and paths (they may hold a guest's id) are never written."""

from aws_lambda_powertools import Logger

# Lambda stamps the time itself, a log group belongs to one function, and a trace is told once: what is logged is paid for by the byte.
logger = Logger(log_record_order=["level", "message"], location=None, timestamp=None, serialize_stacktrace=False, json_default=repr)
logger.remove_keys(["service"])
