"""The event of the audit log. Every service publishes it in the desk's name, for what staff change there."""

from backend.contracts.desk.audit import StaffChange
from backend.contracts.event import Event


class StaffChangeMade(Event, frozen=True, kw_only=True, tag="StaffChangeMade.v1"):
    """A member of staff changed something."""

    change: StaffChange


EVENTS = (StaffChangeMade,)
