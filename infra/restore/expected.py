"""What a service expects of its table, as this code would make it."""

import json
from typing import Literal

import msgspec

from infra.local.assembly import assembly, stacks
from infra.restore import RestoreRefused

TABLE = "AWS::DynamoDB::Table"
StreamViewType = Literal["KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE"]


class Properties(msgspec.Struct, frozen=True, rename="pascal"):
    """Some properties of a table or a part of it, under CloudFormation's names."""


class Key(Properties, frozen=True):
    attribute_name: str


class Index(Properties, frozen=True):
    index_name: str
    key_schema: list[Key]


class Keys(Properties, frozen=True):
    """What a restore brings along."""

    key_schema: list[Key]
    global_secondary_indexes: list[Index] = []


class Recovery(Properties, frozen=True):
    point_in_time_recovery_enabled: bool


class Throughput(Properties, frozen=True):
    max_read_request_units: int
    max_write_request_units: int


class Expiry(Properties, frozen=True):
    attribute_name: str


class Stream(Properties, frozen=True):
    stream_view_type: StreamViewType


class ExpectedTable(Keys, frozen=True, kw_only=True):
    """A table as a stack makes it."""

    point_in_time_recovery_specification: Recovery
    on_demand_throughput: Throughput
    deletion_protection_enabled: bool
    time_to_live_specification: Expiry | None = None
    stream_specification: Stream | None = None


def find_expected(service: str, context: dict[str, str]) -> ExpectedTable:
    """Return the service's table as it is in the templates of a stage. Raises RestoreRefused."""
    folder = assembly(context)
    for stack in stacks(folder):
        resources = json.loads((folder / stack.template).read_text(encoding="utf-8"))["Resources"]
        for id, resource in resources.items():
            if resource["Type"] == TABLE and id.startswith(f"{service.title()}Table"):
                return msgspec.convert(resource["Properties"], ExpectedTable)
    raise RestoreRefused(
        f"This stage makes no table for “{service}”; one restored earlier is to be taken out of its file"
    )
