"""The states of a payment."""

import enum


class PaymentState(enum.StrEnum):
    """The states of one attempt. `UNKNOWN`: the provider did not answer; only asking it again leaves this state."""

    REQUESTED = "requested"
    UNKNOWN = "unknown"
    ACTION_REQUIRED = "action-required"
    AUTHORIZED = "authorized"
    DECLINED = "declined"
    CAPTURED = "captured"
    VOIDED = "voided"
    REFUNDED = "refunded"
