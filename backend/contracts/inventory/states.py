"""The states of a hold."""

import enum


class HoldState(enum.StrEnum):
    """What became of an order's pieces. A refused hold never had any."""

    REFUSED = "refused"
    HELD = "held"
    SOLD = "sold"
    BACK = "back"
