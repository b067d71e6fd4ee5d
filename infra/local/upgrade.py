"""Upgrades what an earlier release kept on this machine, once, as `manage.py upgrade` does on AWS."""

import hashlib
import json
import sys
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from backend.contracts.event import name
from backend.contracts.product.events import EVENTS
from backend.contracts.registry import CONSUMERS
from infra.local import seed
from infra.local.cloud import Cloud

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


UPGRADED = "/halftone/upgraded-to"
FORM = 1
"""Raise it where what is kept has to be written anew."""
COMMAND = (sys.executable, "manage.py", "upgrade")


def upgrade(cloud: Cloud, say: seed.Say, *, fresh: bool) -> None:
    """Run the command unless this release has done so, or nothing was kept before (`fresh`). Raises Failed."""
    ssm, current_mark = cloud.client("ssm"), mark()
    if _read_upgrade_mark(ssm) == current_mark:
        return
    if not fresh:
        seed.run(say, "Orders and products of an earlier release", *COMMAND)
        say("Orders and products of an earlier release are upgraded")
    ssm.put_parameter(Name=UPGRADED, Value=current_mark, Type="String", Overwrite=True)


def mark() -> str:
    """Return what an upgrade depends on: the form of what is kept, and which services hear of products."""
    consumers_by_event = sorted((name(event), sorted(CONSUMERS[event])) for event in EVENTS)
    return hashlib.sha256(json.dumps([FORM, consumers_by_event]).encode()).hexdigest()[:16]


def _read_upgrade_mark(ssm: "SSMClient") -> str:
    try:
        return str(ssm.get_parameter(Name=UPGRADED)["Parameter"]["Value"])
    except ClientError:
        return ""
