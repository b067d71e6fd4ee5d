"""One JSON line per call. Bodies, tokens and paths (they may hold a guest's id) are never written."""

from aws_lambda_powertools import Logger

logger = Logger(log_record_order=["level", "message"], location=None, timestamp=None, use_rfc3339=True, json_default=repr)
