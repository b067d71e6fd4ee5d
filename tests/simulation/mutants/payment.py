"""Bugs in the payment service: what an order wants of its payment, the calls of the provider, and refunds."""

from typing import Any

from tests.support.mutation import (
    add_wrapper,
    drop_operand,
    edit_text,
    in_except,
    mutants,
    never,
    replace,
    set_argument,
)

_TESTS = "tests/backend/payment"


def decline_when_unanswered(real: Any, payment: Any, attempt: Any, action: Any) -> Any:
    """Take a provider that does not answer for one that declines."""
    from backend.contracts.payment.states import PaymentState
    from backend.payment.payment_gateway import OutcomeUnknown
    from backend.payment.state_machine import ProviderStatus

    try:
        return real(payment, attempt, action)
    except OutcomeUnknown:
        return ProviderStatus(authorization="", state=PaymentState.DECLINED)


BUGS = (
    *mutants(
        "backend.payment.repository",
        (
            "a payment is written over",
            "_version_condition",
            edit_text("version = :version", "version = :version OR version <> :version"),
        ),
        (
            "a payment is begun over",
            "_version_condition",
            replace('{"ConditionExpression": "attribute_not_exists(pk)"}', "{}"),
            f"{_TESTS}/test_repository.py::test_two_that_begin_at_once_make_one_payment",
        ),
    ),
    *mutants(
        "backend.payment.state_machine",
        (
            "an authorized payment is not voided",
            "ACTIONS",
            replace("(State.AUTHORIZED, X, Y, Action.VOID)", "(State.AUTHORIZED, X, Y, Action.REST)"),
        ),
        (
            "a captured payment is not refunded",
            "ACTIONS",
            replace("(State.CAPTURED, X, Y, Action.REFUND)", "(State.CAPTURED, X, Y, Action.REST)"),
        ),
        (
            "a payment that waits for the bank is not voided",
            "ACTIONS",
            replace("(State.ACTION_REQUIRED, X, Y, Action.VOID)", "(State.ACTION_REQUIRED, X, Y, Action.REST)"),
        ),
        (
            "a payment of unknown outcome is forgotten",
            "ACTIONS",
            replace("(State.UNKNOWN, X, Y, Action.FIND)", "(State.UNKNOWN, X, Y, Action.DROP)"),
        ),
    ),
    *mutants(
        "backend.payment.domain",
        ("a part goes back each time it is told", "give_back", drop_operand("refunds")),
        (
            "more goes back than was taken",
            "give_back",
            never("sum"),
            f"{_TESTS}/test_refunds.py::test_more_than_was_taken_is_refused",
        ),
        ("a part is not given back", "action", never("next_refund")),
        (
            "a part that went back is not noticed",
            "observe",
            replace("X.state is Y.state and X.refunded > Y.refunded", "False"),
        ),
        (
            "a cancelled order can want its payment again",
            "raise_goal",
            never("index"),
            f"{_TESTS}/test_domain.py::test_what_an_order_wants_only_grows",
        ),
        ("a payment is never due", "_schedule", set_argument("replace", "due", "None")),
        (
            "an order is told only once",
            "republish_if_missed",
            replace("X if Y else Z", "Z"),
            f"{_TESTS}/test_domain.py::test_an_order_that_asks_again_is_answered_again",
        ),
        ("one request makes two attempts", "request", never("find")),
        (
            "a request that the provider has not heard of is given up at once",
            "on_not_found",
            replace("later(X.asked_at, GRACE_SECONDS) <= Y", "True"),
            f"{_TESTS}/test_domain.py::test_a_request_on_its_way_is_not_let_go_of_before_its_sender_is_dead",
        ),
    ),
    *mutants(
        "backend.payment.process",
        (
            "a run that lost the race does not ask the provider",
            "advance_attempt",
            in_except("repository.VersionConflict", replace("X = True", "return")),
            f"{_TESTS}/test_consumer.py::test_a_cancellation_during_the_call_is_followed_by_a_void",
        ),
        ("a provider that does not answer has declined", "_call_provider", add_wrapper(decline_when_unanswered)),
        (
            "the provider is asked before the request is written down",
            "_step",
            replace("repository.save(domain.mark_sent(X, Y, Z))", "domain.mark_sent(X, Y, Z)"),
        ),
    ),
    *mutants(
        "backend.payment.gateways.sandbox",
        ("all returns share an idempotency key", "refund", replace('f".{X.number}"', '""')),
        (
            "each call has a new idempotency key",
            "_ask",
            replace(
                'X["idempotency-key"] = Y',
                'X["idempotency-key"] = Y + __import__("secrets").token_hex(4)',
            ),
            f"{_TESTS}/test_sandbox_gateway.py::test_an_authorization_is_asked_for_by_reference_and_token",
        ),
    ),
)
