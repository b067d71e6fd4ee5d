"""Runs every minute: sends the issue that is being sent to so many addresses more."""

import os
from typing import Any

from backend.newsletter import sending
from backend.shared.log import logger
from backend.shared.sweeper import MIN_REMAINING_MS, LambdaContext


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Send some mails of an issue, while time remains. A run that fails is followed by the next minute's."""
    most = int(os.environ["MAILS_PER_MINUTE"])
    sent = sending.send_some(most, lambda: context.get_remaining_time_in_millis() > MIN_REMAINING_MS)
    if sent:
        logger.info("issue sent on", sent=sent)
    return {"sent": sent}
