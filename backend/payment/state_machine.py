"""A payment and the states of its attempts, as two tables.

`ACTIONS` gives an attempt's next action, by its state and its goal. `TRANSITIONS` gives the states that a status of the
provider may lead to. A late, duplicate or reordered event or status leads to none, and changes nothing.
"""

import enum

from backend.contracts.event import Event
from backend.contracts.payment.states import PaymentState as State
from backend.contracts.types import Model


class Goal(enum.StrEnum):
    """What an order wants from its payment. Later members outrank earlier ones, in whatever order they arrive."""

    AUTHORIZE = "authorize"
    CAPTURE = "capture"
    RELEASE = "release"


class Action(enum.StrEnum):
    """An attempt's next action. `DROP`: it was never sent. `WAIT`: the order or the shopper is next."""

    AUTHORIZE = "authorize"
    FIND = "find"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"
    DROP = "drop"
    WAIT = "wait"
    REST = "rest"


ACTIONS: dict[State, dict[Goal, Action]] = {
    state: dict(zip(Goal, actions, strict=True))
    for state, *actions in (
        # from                  to authorize      to capture        to release
        (State.REQUESTED,       Action.AUTHORIZE, Action.AUTHORIZE, Action.DROP),
        (State.UNKNOWN,         Action.FIND,      Action.FIND,      Action.FIND),
        (State.ACTION_REQUIRED, Action.WAIT,      Action.WAIT,      Action.VOID),
        (State.AUTHORIZED,      Action.WAIT,      Action.CAPTURE,   Action.VOID),
        (State.DECLINED,        Action.REST,      Action.REST,      Action.REST),
        (State.CAPTURED,        Action.REST,      Action.REST,      Action.REFUND),
        (State.VOIDED,          Action.REST,      Action.REST,      Action.REST),
        (State.REFUNDED,        Action.REST,      Action.REST,      Action.REST),
    )
}  # fmt: skip

# REQUESTED has none: a request is stored as UNKNOWN before it is sent, so only here is "never sent" certain.
TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.REQUESTED: (),
    State.UNKNOWN: (
        State.ACTION_REQUIRED,
        State.AUTHORIZED,
        State.DECLINED,
        State.CAPTURED,
        State.VOIDED,
        State.REFUNDED,
    ),
    State.ACTION_REQUIRED: (State.AUTHORIZED, State.DECLINED, State.CAPTURED, State.VOIDED, State.REFUNDED),
    State.AUTHORIZED: (State.CAPTURED, State.VOIDED, State.REFUNDED),
    State.DECLINED: (),
    State.CAPTURED: (State.REFUNDED,),
    State.VOIDED: (),
    State.REFUNDED: (),
}


class Attempt(Model, frozen=True, omit_defaults=True, kw_only=True):
    """One card tried. `authorization` is the provider's id, empty while unknown; `url` and `reason` are those of its
    last report.

    `asked_at` is when it was last sent to the provider, `told_at` when its state was last published to the order.
    `refunded` is how much of the amount the provider is known to have refunded, in minor units.
    """

    number: int
    amount: int
    currency: str
    token: str
    state: State = State.REQUESTED
    authorization: str = ""
    url: str = ""
    reason: str = ""
    asked_at: str = ""
    told_at: str = ""
    refunded: int = 0


class Refund(Model, frozen=True, kw_only=True):
    """A part of the captured amount that is to be refunded, for the order's return of this number. Minor units."""

    number: int
    amount: int


class Payment(Model, frozen=True, omit_defaults=True, kw_only=True):
    """All attempts of one order. `chosen` is the one to capture, the only one that ever may be.

    `refunds` are made one after another, in this order, so the sum that the provider has refunded tells which of them
    are done. `due` is when the sweeper looks at it, None when nothing is left to do; `tries` counts its queries that
    brought no news. `event` is published by the write that stores the payment. `version` 0 is not stored yet.
    `correlation_id` is that of the request for the payment; webhooks and the sweeper, which have none of their own, use
    it.
    """

    order_id: str
    owner: str
    goal: Goal = Goal.AUTHORIZE
    chosen: int | None = None
    attempts: tuple[Attempt, ...] = ()
    refunds: tuple[Refund, ...] = ()
    due: str | None = None
    tries: int = 0
    version: int = 0
    event: Event | None = None
    correlation_id: str = ""


class ProviderStatus(Model, frozen=True, kw_only=True):
    """The provider's view of an authorization. `reason` is its refusal code, `url` its confirmation page.

    `refunded` is the sum refunded so far, in minor units.
    """

    authorization: str
    state: State
    refunded: int = 0
    url: str = ""
    reason: str = ""
