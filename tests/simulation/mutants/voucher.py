"""Bugs in the vouchers: money that is spent twice, given back twice, or lost."""

from tests.support.mutation import drop, edit_text, in_except, mutants, replace

_TESTS = "tests/backend/voucher/test_holds.py"
_SALES = "tests/backend/voucher/test_sales.py"
_BASKET = "tests/backend/basket/test_gift_sales.py"
_ORDER = "tests/backend/order/test_gift_sales.py"

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
        (
            "a voucher pays an order twice",
            "_write",
            replace("put_if_unchanged(X, Y)", '{"TableName": dynamodb.table_name(), "Item": X}'),
        ),
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
    *mutants(
        "backend.voucher.ledger",
        (
            "a voucher that was spent meanwhile is withdrawn",
            "empty",
            edit_text("#version = :before", "#version >= :before"),
            f"{_SALES}::test_a_spender_who_is_quicker_than_the_withdrawal_wins",
        ),
    ),
    *mutants(
        "backend.voucher.sales",
        (
            "a voucher is issued for goods",
            "issue",
            replace("X.kind is ProductKind.VOUCHER", "True"),
            f"{_SALES}::test_goods_an_order_that_ends_and_one_of_before_invoices_issue_nothing",
        ),
        (
            "each delivery of a confirmation issues a voucher",
            "_issue_piece",
            replace("SOLD + X", "SOLD + X + clock.now()"),
            f"{_SALES}::test_each_piece_is_one_voucher_however_often_the_order_is_confirmed",
        ),
        (
            "a voucher that staff gave away is paid back",
            "_check",
            replace("X.order_id is None", "False"),
            f"{_SALES}::test_nobody_is_paid_for_a_voucher_that_staff_gave_away",
        ),
        (
            "a second click withdraws what came back",
            "_was_withdrawn",
            replace("bool(X)", "False"),
            f"{_SALES}::test_what_is_left_goes_back_once",
        ),
    ),
    *mutants(
        "backend.order.withdrawals",
        (
            "what is withdrawn is refunded twice",
            "on_voucher_withdrawn",
            replace("any(X)", "False"),
            f"{_ORDER}::test_what_is_withdrawn_is_refunded_once_without_tax",
        ),
    ),
    *mutants(
        "backend.order.state_machine",
        (
            "an order is cancelled whose codes are mailed",
            "transition",
            replace("X not in Y or Z.is_settled", "X not in Y"),
            f"{_ORDER}::test_an_order_whose_codes_are_mailed_is_not_cancelled",
        ),
    ),
    *mutants(
        "backend.order.refunds",
        (
            "what may be spent is refunded",
            "build_refund",
            replace("X.is_of_vouchers", "False"),
            f"{_ORDER}::test_no_money_goes_back_but_for_what_is_left_on_a_voucher",
        ),
    ),
    *mutants(
        "backend.basket.domain",
        (
            "vouchers and goods are one order",
            "changes",
            replace("X | Y", "X"),
            f"{_BASKET}::test_a_gift_voucher_among_goods_is_not_ordered",
        ),
        (
            "a voucher pays for vouchers",
            "pay_by_voucher",
            replace("X.delivery is Delivery.EMAIL", "False"),
            f"{_BASKET}::test_an_order_of_gift_vouchers_tells_that_it_is_one_and_is_paid_by_card_alone",
        ),
        (
            "a voucher is sold at a discount",
            "article",
            replace("X.kind is ProductKind.GOODS", "True"),
            f"{_BASKET}::test_an_order_of_gift_vouchers_tells_that_it_is_one_and_is_paid_by_card_alone",
        ),
    ),
    *mutants(
        "backend.basket.delivery",
        (
            "a voucher is taxed and delivered in a parcel",
            "options",
            replace("if X: return Y", "if False: return Y"),
            f"{_BASKET}::test_gift_vouchers_cost_what_they_are_worth_and_nothing_for_delivery_or_tax",
        ),
    ),
)
