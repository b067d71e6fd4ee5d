"""What staff did to an order besides moving it from state to state: the order's audit trail."""

import enum

from backend.contracts.types import Model, Note, OptionalShortText, Timestamp


class ActionKind(enum.StrEnum):
    """What was done."""

    CANCEL = "cancel"
    REFUND = "refund"
    CHANGE_ADDRESS = "change-address"
    CORRECT_TRACKING = "correct-tracking"
    SEND_PARCEL = "send-parcel"
    DELIVER_PARCEL = "deliver-parcel"
    ACCEPT_RETURN = "accept-return"
    DENY_RETURN = "deny-return"
    RECEIVE_RETURN = "receive-return"
    REQUEST_INVOICE = "request-invoice"


class StaffAction(Model, frozen=True, omit_defaults=True, kw_only=True):
    """Who did what, and when.

    `who` is the `sub` of the person's token, `by` their name for colleagues; `note` is the reason, or the value before
    the change.
    """

    at: Timestamp
    kind: ActionKind
    who: str
    by: OptionalShortText = ""
    note: Note | None = None
