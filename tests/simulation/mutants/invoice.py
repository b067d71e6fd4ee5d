"""Bugs in the invoice service: numbers, doubles, and credit notes that come early, at once or twice."""

from typing import Any

from tests.support.mutation import (
    add_wrapper,
    always,
    drop_entry,
    edit_text,
    mutants,
    never,
    replace,
    returns,
)

_TESTS = "tests/backend/invoice/test_issuing.py"
_DOCUMENTS = "tests/backend/invoice/test_documents.py"
_ASKED = "tests/backend/order/test_late_invoices.py"
_STORY = (
    "tests/simulation/test_late_invoices.py::"
    "test_each_order_has_one_invoice_and_each_refund_one_credit_note_however_late_and_often_they_are_asked_for"
)
_LATE = "tests/backend/invoice/test_late_invoices.py"


def count_on_its_own(real: Any, invoice: Any, range_name: str, before: Any) -> bool:
    """Count first and write the document after it, each in a write of its own."""
    from backend.invoice import repository
    from backend.shared import dynamodb

    if not dynamodb.write_if("put_item", **repository._count(range_name, before, invoice.issued_at)["Put"]):
        return False
    item = repository._item(invoice.order_id, "INVOICE", invoice)
    return dynamodb.write_if("put_item", **repository._put(item)["Put"])


def tell_nothing(real: Any, order: Any, details: Any) -> Any:
    """Leave the order's event as it is."""
    return order


BUGS = (
    *mutants(
        "backend.invoice.repository",
        ("a number is counted apart from its invoice", "add_invoice", add_wrapper(count_on_its_own)),
        ("a document is written over", "_put", drop_entry("ConditionExpression")),
        (
            "a number is given out twice",
            "_count",
            edit_text("#last = :last", "#last = :last OR #last <> :last"),
            f"{_TESTS}::test_of_two_that_take_the_same_number_one_takes_the_next",
        ),
        (
            "a refund that meets its invoice on the way is stored for nobody",
            "keep_refund",
            replace('[X, {"Put": _put(Y)}]', '[{"Put": _put(Y)}]'),
            f"{_TESTS}::test_a_refund_that_meets_the_invoice_on_its_way_is_credited",
        ),
    ),
    *mutants(
        "backend.invoice.service",
        (
            "a refund that was heard of before the invoice is forgotten",
            "issue",
            replace("X.refunds", "()"),
            f"{_TESTS}::test_whatever_comes_first_the_same_documents_are_issued_once",
        ),
        (
            "an invoice whose number was taken is given up",
            "issue",
            always("invoice"),
            f"{_TESTS}::test_of_two_that_take_the_same_number_one_takes_the_next",
        ),
        (
            "a refund that waited for its cause is forgotten",
            "keep_return",
            replace("repository.load(X).refunds", "()"),
            f"{_DOCUMENTS}::test_a_credit_note_names_its_pieces_whichever_event_arrives_first",
        ),
        (
            "a credit note is issued before its pieces are known",
            "issue_credit_note",
            replace("X.invoice is None or not Y", "X.invoice is None"),
            f"{_DOCUMENTS}::test_a_refund_whose_cause_has_not_arrived_gets_no_credit_note_without_its_pieces",
        ),
        (
            "a refund without an invoice comes again without end",
            "issue_credit_note",
            replace("repository.keep_refund(X, explained=Y)", "False"),
            f"{_TESTS}::test_a_refund_of_an_order_that_is_never_confirmed_is_no_failure",
        ),
        ("a refund that is heard of twice is credited twice", "_is_owed", replace("X and (Y, Z) not in W", "X")),
        ("an order has one credit note at most", "_add_note", replace("len(X.notes) + 1", "1")),
        (
            "a credit note that was overtaken is given up",
            "_add_note",
            returns("X or True"),
            f"{_TESTS}::test_of_two_refunds_at_once_both_are_credited_after_one_another",
        ),
        (
            "a released hold has a credit note",
            "issue_credit_note",
            never("refunded"),
            f"{_TESTS}::test_a_released_hold_is_credited_to_nobody",
        ),
        (
            "money of another card is credited",
            "_is_owed",
            replace("X or Y.attempt == Z.attempt", "True"),
            f"{_TESTS}::test_money_of_a_card_that_did_not_pay_the_invoice_gives_nothing_of_it_back",
        ),
    ),
    *mutants(
        "backend.invoice.late_invoices",
        (
            "what went back before a late invoice is forgotten",
            "issue_late_invoice",
            replace("earlier_events.refunds(X)", "()"),
            _STORY,
        ),
        (
            "a late invoice is asked for in vain",
            "issue_late_invoice",
            replace("service.issue(X, Y)", "None"),
            _STORY,
        ),
        (
            "what a refund before a late invoice was for is forgotten",
            "issue_late_invoice",
            replace("earlier_events.causes(X)", "()"),
            f"{_LATE}::test_a_refund_by_staff_says_their_reason_and_a_return_its_pieces",
        ),
    ),
    *mutants(
        "backend.contracts.order.late_invoices",
        (
            "an order gets a late invoice before its refunds are known",
            "why_none",
            replace("None if X else Y", "None"),
            f"{_ASKED}::test_an_order_that_was_cancelled_gets_none_until_its_record_tells_what_went_back",
        ),
    ),
    *mutants(
        "backend.invoice.domain",
        (
            "more is credited than was paid",
            "build_credit_note",
            never("refunded"),
            f"{_TESTS}::test_more_than_was_paid_is_never_credited_and_its_message_comes_again",
        ),
        (
            "a refund by staff is credited without its reason",
            "build_credit_note",
            replace("X.reason if Y else Z", "Z"),
            f"{_DOCUMENTS}::test_a_refund_by_amount_is_credited_with_its_reason_and_no_pieces",
        ),
    ),
    *mutants(
        "backend.contracts.tax_credits",
        (
            "the tax of credit notes does not add up",
            "_tax",
            replace("Z.tax if X else Y", "Y"),
            f"{_TESTS}::test_the_tax_of_all_that_went_back_is_the_tax_that_was_paid",
        ),
        (
            "a book that goes back brings the tax of a print",
            "_take",
            replace("min(X, Y)", "0"),
            f"{_TESTS}::test_a_return_is_credited_at_its_own_rates_though_it_comes_back_in_two_parts",
        ),
        (
            "what went back before is credited again at its rate",
            "_tax",
            replace("X - Y", "X"),
            "tests/backend/contracts/test_tax.py::"
            "test_whatever_goes_back_in_which_order_brings_exactly_the_tax_that_was_paid",
        ),
    ),
    *mutants(
        "backend.invoice.numbering",
        (
            "a number is issued before the one in front of it",
            "next_number",
            replace("max(X, Y.at)", "X"),
            f"{_TESTS}::test_no_number_is_issued_before_the_one_in_front_of_it_however_clocks_differ",
        ),
    ),
    *mutants(
        "backend.order.domain",
        ("a confirmed order does not say what was bought", "add_purchase", add_wrapper(tell_nothing)),
    ),
)
