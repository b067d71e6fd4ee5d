"""Bugs in the vouchers: money that is spent twice, given back twice, or lost."""

from tests.support.mutation import drop, drop_entry, edit_text, in_except, mutants, replace

_TESTS = "tests/backend/voucher/test_holds.py"

BUGS = (
    *mutants(
        "backend.voucher.ledger",
        (
            "a voucher pays more than is on it",
            "take",
            edit_text("#balance >= :amount AND", "#balance >= :amount OR"),
            f"{_TESTS}::test_a_voucher_never_pays_more_than_is_on_it",
        ),
        (
            "a blocked voucher pays",
            "take",
            edit_text(
                "attribute_not_exists(#blocked)", "(attribute_not_exists(#blocked) OR attribute_exists(#blocked))"
            ),
            f"{_TESTS}::test_a_blocked_voucher_pays_nothing_and_pays_again_once_it_is_free",
        ),
        (
            "an expired voucher pays",
            "take",
            edit_text("#expires_on >= :day", "(#expires_on >= :day OR #expires_on < :day)"),
            f"{_TESTS}::test_an_expired_voucher_pays_nothing",
        ),
        (
            "an order is refused what has come back to a voucher",
            "check_unusable",
            edit_text("#balance < :amount", "#balance < :amount OR #balance >= :amount"),
            f"{_TESTS}::test_nobody_is_refused_what_came_back_before_the_refusal_was_written",
        ),
    ),
    *mutants(
        "backend.voucher.holds",
        ("a voucher pays an order twice", "_write", drop_entry("ConditionExpression")),
        (
            "an end before the order leaves vouchers without a mark",
            "_try_release",
            replace("return dynamodb.transact_if([_write(X, None)])", "return True"),
        ),
        (
            "a refund and an end give back the same money",
            "_try_release",
            replace("payments.rest(X, Y)", "X"),
            f"{_TESTS}::test_an_end_after_a_refund_gives_back_the_rest_alone",
        ),
        ("an order hears of its vouchers only once", "_try_hold", drop("_republish_if_missed(X)")),
        (
            "a hold of vouchers that lost the race counts as done",
            "_try_refuse",
            in_except("ClientError", replace("return X[0]", "return True")),
            f"{_TESTS}::test_nobody_is_refused_what_came_back_before_the_refusal_was_written",
        ),
    ),
    *mutants(
        "backend.order.returns",
        ("a refund to a card forgets the vouchers", "voucher_refund", replace("return X", "return ()")),
    ),
)
