"""What an event is: a past-tense fact with a version in its name."""

import msgspec

SOURCE = "shop"


class Event(msgspec.Struct, frozen=True, tag_field="type"):
    """The `detail` of an EventBridge event. Its tag, such as `OrderPlaced.v1`, is the event's `detail-type` as well.

    Consumers ignore fields they do not know, so a new optional field keeps the version; anything else is a new one.
    """


def name(event: type[Event]) -> str:
    """The event's `detail-type`, such as `OrderPlaced.v1`."""
    return str(event.__struct_config__.tag)
