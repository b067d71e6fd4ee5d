"""Settings that staff replace as a whole: one item, with its version, who wrote it when, and the event (outbox)."""

from typing import Generic, Protocol, TypeVar

import msgspec

from backend.contracts.event import Event
from backend.contracts.problem import Refused
from backend.shared import clock, dynamodb
from backend.shared.aws import client
from backend.shared.outbox import encode_event
from backend.shared.versions import put_if_unchanged


class Versioned(Protocol):
    """Settings with a version, which grows with each change."""

    @property
    def version(self) -> int: ...


Settings = TypeVar("Settings", bound=Versioned)


class VersionedItem(Generic[Settings]):
    """The item with this key, which stores settings as JSON in the attribute `name`; `default` until they are
    changed."""

    def __init__(self, key: dynamodb.Item, name: str, default: Settings) -> None:
        self.key, self.name, self.default = key, name, default

    def read(self) -> Settings:
        """Return the settings by a consistent read."""
        reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=self.key, ConsistentRead=True)
        item = reply.get("Item")
        return msgspec.json.decode(item[self.name]["S"], type=type(self.default)) if item else self.default

    def replace(self, version: int, new: Settings, by: str, event: Event) -> bool:
        """Write `new` and its event in place of this version; return False if there is another one by now."""
        values = {
            self.name: msgspec.json.encode(new).decode(),
            "version": new.version,
            "changed_at": clock.now(),
            "by": by or None,
            "event": encode_event(event).decode(),
        }
        return dynamodb.write_if("put_item", **put_if_unchanged(self.key | dynamodb.to_item(values), version))


def check_same(name: str, present: Settings, new: Settings) -> None:
    """Raise Refused 409 unless the conflicting write was our own, whose answer was lost. `name` is of the settings."""
    if present != new:
        raise Refused(409, "stale-version", f"The {name} have changed since you saw them", version=present.version)
