"""Bugs in the order service: placing, the states of an order, time-outs, what staff do, and returns."""

from typing import Any

from tests.support.mutation import (
    add_wrapper,
    always,
    both,
    drop_argument,
    drop_operand,
    edit_text,
    mutants,
    never,
    replace,
    returns,
    set_argument,
    set_entry,
)

_TESTS, _STORY = "tests/backend/order", "tests/simulation/test_early_returns.py"
_EVENT = 3
"""Which argument of `state_machine.transition` is the event that it publishes."""


def refund_everything(real: Any, life: Any, move: Any, at: str) -> Any:
    """Give the whole amount back for a return of a part."""
    from msgspec.structs import replace

    after = real(life, move, at)
    if after is None or not hasattr(after.event, "refund"):
        return after
    return replace(after, event=replace(after.event, refund=life.amount))


def refund_delivery_each_time(real: Any, order: Any, chosen: Any) -> Any:
    """Give the whole delivery charge back with every part of an order."""
    from msgspec.structs import replace

    found = real(order, chosen)
    return replace(found, total=found.goods + order.delivery_price)


BUGS = (
    *mutants(
        "backend.order.repository",
        (
            "an order is placed over",
            "place",
            drop_argument("write_or_read", "ConditionExpression"),
        ),
        (
            "an order is written over",
            "replacement",
            edit_text("version = :version", "version = :version OR version <> :version"),
        ),
        ("a change of an order does not count", "replacement", drop_argument("replace", "version")),
        ("an order is changed by a stale reading", "load", drop_argument("get_item", "ConsistentRead")),
        (
            "a lost race counts as won",
            "replace_order",
            returns("X or True"),
            f"{_TESTS}/test_change.py::test_of_two_at_once_one_writes_and_the_other_sees_it",
        ),
    ),
    *mutants(
        "backend.order.holding",
        (
            "stock heard of again asks for money again",
            "_hold",
            replace("X is not State.PLACED", "X not in (State.PLACED, State.DECLINED)"),
        ),
        (
            "an order is paid before its code is held",
            "_list_needed",
            replace("{STOCK} | X | Y", "{STOCK} | Y"),
        ),
        (
            "an order is paid before its vouchers are held",
            "_list_needed",
            replace("{STOCK} | X | Y", "{STOCK} | X"),
        ),
        (
            "an order waits for what it holds",
            "_hold",
            replace("_list_needed(X) - Y - {Z}", "_list_needed(X) - {Z}"),
        ),
        (
            "a code that is used up does not refuse the order",
            "on_promotion_refused",
            replace("refuse(X, Y, Z)", "None"),
            f"{_TESTS}/test_holding.py::test_a_code_that_is_used_up_refuses_the_order_by_its_name",
        ),
    ),
    *mutants(
        "backend.order.state_machine",
        ("a refusal keeps the codes' uses", "refuse", set_argument("OrderRefused", "codes", "UNSET")),
        ("a cancellation keeps the codes' uses", "cancel", set_argument("OrderCancelled", "codes", "UNSET")),
        ("an order moves along edges that nobody drew", "transition", never("TRANSITIONS")),
        (
            "another attempt's authorization counts",
            "on_authorized",
            never("attempt"),
            f"{_TESTS}/test_state_machine.py::test_what_a_former_card_reports_does_not_touch_the_next_one",
        ),
        ("another attempt's refusal counts", "on_declined", never("attempt")),
        ("a declined card tells nobody", "on_declined", set_argument("transition", _EVENT, "None")),
        ("a bank that asks tells nobody", "on_action_required", set_argument("transition", _EVENT, "None")),
        ("a second card is the same attempt", "retry_payment", drop_argument("replace", "attempt")),
        ("a cancellation tells nobody", "cancel", set_argument("transition", _EVENT, "None")),
        ("a refusal tells nobody", "refuse", set_argument("transition", _EVENT, "None")),
        (
            "money that went back before it was heard of is waited for",
            "on_payment_returned",
            never("HELD"),
            f"{_TESTS}/test_state_machine.py::test_money_that_went_back_ends_an_order_that_waits_for_it_or_for_its_capture_and_no_other",
        ),
        ("a refund is not noted", "on_payment_returned", replace("record_refund(X, Y)", "None")),
        (
            "one refund hides the next",
            "record_refund",
            replace("(X.attempt, X.number) == (Y.attempt, Y.number)", "X.attempt == Y.attempt"),
        ),
        ("a paid order is not captured", "on_authorized", set_argument("transition", _EVENT, "None")),
        ("a confirmed order tells nobody", "on_captured", set_argument("transition", _EVENT, "None")),
        ("a held order waits for ever", "transition", set_entry("due", "None")),
        ("a declined order is never ended", "STATE_TIMEOUTS", set_entry("State.DECLINED", "None")),
        ("an order keeps the card's token after it is paid", "on_authorized", drop_argument("transition", "token")),
    ),
    *mutants(
        "backend.order.timeouts",
        (
            "an order that waits does not ask again",
            "handle_timeout",
            replace("_reminder_event(X, Y, Z)", "None"),
            f"{_TESTS}/test_state_machine.py::TestOverdue::test_the_event_whose_answer_is_missing_is_published_again_with_a_new_time",
        ),
        ("an order waits for its payment without end", "handle_timeout", never("until")),
    ),
    *mutants(
        "backend.order.staff",
        ("a sent order tells nobody", "apply_move", replace("OrderSent(**X, tracking=Y)", "None")),
        (
            "a return tells nobody",
            "_apply_return_move",
            replace("OrderReturnReceived(**A, number=B, lines=C, refund=D, restock=X, vouchers=Y, taxes=Z)", "None"),
        ),
        (
            "a return that is accepted is refunded",
            "_apply_return_move",
            both(
                never("RETURN_ACCEPTED"), replace("X is State.RETURNED", "X in (State.RETURN_ACCEPTED, State.RETURNED)")
            ),
            f"{_TESTS}/test_returns.py::test_accepting_moves_neither_money_nor_pieces_and_receiving_does_with_the_very_lines",
        ),
        ("a return of a part refunds the whole order", "_apply_return_move", add_wrapper(refund_everything)),
        (
            "a return is told without its rates of tax",
            "_apply_return_move",
            replace("X.taxes or UNSET", "UNSET"),
            f"{_TESTS}/test_tax.py::test_a_return_is_published_with_its_tax_rates_as_the_order_has_them",
        ),
    ),
    *mutants(
        "backend.order.parcel_actions",
        (
            "more is sent than was ordered",
            "_build",
            never("fits"),
            f"{_TESTS}/test_parcels.py::test_no_more_is_sent_than_was_ordered",
        ),
        (
            "a parcel is sent twice",
            "send_parcel.apply",
            drop_operand("number"),
            f"{_TESTS}/test_parcels.py::test_a_parcel_that_is_sent_twice_is_sent_once",
        ),
        (
            "an order has arrived with its first parcel",
            "deliver_parcel.apply",
            replace("X == [Y] and not Z", "True"),
            f"{_TESTS}/test_parcels.py::test_it_has_arrived_when_every_parcel_has_and_no_sooner",
        ),
        (
            "an order is delivered while a part is still to be sent",
            "_deliver_rest",
            replace("None if X else Y", "Y"),
            f"{_TESTS}/test_parcels.py::test_the_order_is_delivered_with_all_its_parcels",
        ),
        (
            "the rest is sent by a button of before a part was",
            "_is_late",
            returns("False"),
            f"{_TESTS}/test_parcels.py::test_a_page_from_before_a_part_was_sent_does_not_send_the_rest",
        ),
        (
            "a tracking number is acknowledged and dropped",
            "_is_same",
            drop_operand("tracking"),
            f"{_TESTS}/test_parcels.py::test_a_number_that_was_not_kept_is_not_acknowledged",
        ),
        (
            "an order goes in more parcels than can be read again",
            "_check_last",
            never("MAX_PARCELS"),
            f"{_TESTS}/test_parcels.py::test_the_last_number_that_a_parcel_can_have_takes_all_that_is_left",
        ),
    ),
    *mutants(
        "backend.order.parcels",
        (
            "the number of the only parcel is lost when the order is over",
            "_mark_sent",
            drop_argument("transition", "tracking"),
            f"{_TESTS}/test_parcels.py::test_the_number_of_the_only_parcel_that_came_is_still_read_and_made_again_once_the_order_is_over",
        ),
        ("a part that is sent tells nobody", "send", set_argument("replace", "event", "None")),
        (
            "a part that arrives tells nobody",
            "deliver",
            set_argument("replace", "event", "None"),
            f"{_TESTS}/test_parcels.py::test_each_arrivals_event_says_what_was_in_it_and_what_is_still_to_come",
        ),
        ("the last parcel is forgotten", "send", drop_argument("transition", "parcels")),
    ),
    *mutants(
        "backend.contracts.dispatch",
        ("what is in a parcel is sent again", "unsent_pieces", replace("X.parcels", "()")),
        (
            "pieces are sent that were paid back",
            "unsent_pieces",
            replace("received_returns(X)", "()"),
            f"{_TESTS}/test_parcels.py::test_pieces_that_the_shop_paid_back_are_not_sent",
        ),
    ),
    *mutants(
        "backend.order.receipts",
        (
            "more is paid back than the shopper can have sent",
            "build_receipt",
            never("fits"),
            f"{_TESTS}/test_receipts.py::test_more_than_the_shopper_has_is_refused_and_nothing_is_written",
        ),
        (
            "every piece that came goes back in stock",
            "build_receipt",
            always("restock"),
            f"{_TESTS}/test_receipts.py::test_each_line_goes_back_in_stock_or_not",
        ),
        (
            "a parcel is taken in twice",
            "receive_return.apply",
            never("ACCEPTED"),
            f"{_TESTS}/test_receipts.py::test_nothing_is_taken_in_that_is_not_on_its_way",
        ),
    ),
    *mutants(
        "backend.order.returns",
        (
            "pieces go back that are not there",
            "build_return",
            never("fits"),
            f"{_TESTS}/test_returns.py::test_pieces_that_were_not_bought_cannot_be_sent_back",
        ),
        (
            "another refund than was shown is taken",
            "build_return",
            never("expected_refund"),
            f"{_TESTS}/test_returns.py::test_a_refund_that_was_not_the_one_shown_is_refused",
        ),
    ),
    *mutants(
        "backend.order.handler",
        (
            "a return that is sent twice is asked for twice",
            "_return.request_return",
            drop_operand("number"),
            f"{_TESTS}/test_returns.py::test_requesting_twice_counts_once_even_after_the_decision",
        ),
    ),
    *mutants(
        "backend.order.refunds",
        (
            "more goes back than is left of what was paid",
            "_refunding",
            replace("X <= returns.unrefunded_amount(Y)", "True"),
            f"{_TESTS}/test_staff_actions.py::test_never_more_goes_back_than_was_paid_in_all",
        ),
        (
            "pieces are paid back that are not there",
            "_refunding",
            drop_operand("fits"),
            f"{_TESTS}/test_staff_actions.py::test_never_more_of_a_line_goes_back_than_was_bought_by_whatever_way",
        ),
        (
            "all goes back and the pieces stay sold",
            "build_refund",
            never("CANCELLABLE"),
            f"{_TESTS}/test_staff_actions.py::test_an_order_that_can_be_cancelled_is_not_given_back_whole",
        ),
    ),
    *mutants(
        "backend.order.staff_actions",
        (
            "a refund that is sent twice is paid twice",
            "refund_order.apply",
            drop_operand("number"),
            f"{_TESTS}/test_staff_actions.py::test_however_often_the_form_is_sent_it_is_given_back_once",
        ),
        (
            "money goes back that was not taken",
            "refund_order.apply",
            drop_operand("REFUNDABLE"),
            f"{_TESTS}/test_staff_actions.py::test_nothing_is_given_back_before_it_was_taken",
        ),
        (
            "a packed order goes elsewhere",
            "change_address.apply",
            both(drop_operand("ADDRESSABLE"), drop_operand("version")),
        ),
    ),
    *mutants(
        "backend.contracts.arrivals",
        (
            "what is on its way goes back",
            "pieces_here",
            replace("X if Y.delivered_at else {}", "X"),
            f"{_STORY}::test_never_more_goes_back_than_has_arrived_and_never_more_money_than_was_paid",
        ),
        (
            "what went back can go back again while more is to come",
            "pieces_here",
            replace("received_returns(X)", "[]"),
            f"{_TESTS}/test_early_returns.py::test_a_return_is_received_once_and_no_more_than_arrived",
        ),
        (
            "what was paid back goes back, too, while more is to come",
            "pieces_here",
            replace("min(X, Y)", "X"),
            f"{_TESTS}/test_early_returns.py::test_pieces_that_were_paid_back_beyond_what_is_unsent_do_not_go_back_either",
        ),
        (
            "a piece is paid back that is on its way back",
            "as_promised",
            replace("X is None", "True"),
            f"{_TESTS}/test_early_returns.py::test_the_rest_is_paid_back_while_a_return_is_open_and_no_piece_is_paid_twice",
        ),
    ),
    *mutants(
        "backend.order.early_returns",
        (
            "a decision about one return decides the next",
            "is_of_another",
            returns("False"),
            f"{_TESTS}/test_early_returns.py::test_a_decision_about_an_earlier_return_does_not_decide_the_next_one",
        ),
    ),
    *mutants(
        "backend.contracts.piece_prices",
        (
            "pieces that are left bring the price of others than those",
            "prices_left",
            replace("max(_first(A, B, C[B] + D) - E[B], 0)", "max(_first(A, B, C[B] + D) - _first(A, B, C[B]), 0)"),
            "tests/backend/order/test_piece_prices.py::"
            "test_a_return_that_is_denied_after_another_piece_was_paid_back_leaves_no_unit_too_much",
        ),
    ),
    *mutants(
        "backend.contracts.returns",
        ("pieces that were sent back can be sent back again", "received_returns", returns("[]")),
        ("delivery goes back with each part", "refund", add_wrapper(refund_delivery_each_time)),
    ),
)
