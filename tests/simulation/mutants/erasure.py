"""Bugs in closing an account and in data exports."""

from tests.support.mutation import drop, drop_argument, mutants, replace

_STORIES = "tests/simulation/test_erasure.py"

BUGS = (
    *mutants(
        "backend.order.erasure",
        ("an order that is over keeps its address", "anonymise", replace("without_person(X)", "X")),
        (
            "an order that is over keeps the address of its invoice",
            "anonymise",
            drop_argument("replace", "invoice_address"),
            f"{_STORIES}::test_canaries_in_every_field_are_gone_a_week_after_the_order_is_over",
        ),
    ),
    *mutants(
        "backend.shared.consumer",
        (
            "a log tells what is in a message",
            "event_reader.read_event",
            replace("bind(event=A, correlation_id=B, **logged_ids(C))", "bind(event=repr(C))"),
            "tests/simulation/test_logs.py",
        ),
    ),
    *mutants(
        "backend.order.export_steps",
        ("a data export leaves an order out", "_orders", replace("repository.order_ids(X)", "()")),
        (
            "a data export is made before all parts are there",
            "_part_keys",
            replace("range(1, X + 1)", "range(1, X)"),
            f"{_STORIES}::test_a_data_export_holds_every_canary_and_no_name_of_staff",
        ),
    ),
    *mutants(
        "backend.order.sweeper",
        (
            "a data export outlives its account",
            "_sweep",
            drop("data_exports.erase(X)"),
            f"{_STORIES}::test_an_export_is_deleted_after_its_days_and_with_the_account",
        ),
    ),
    *mutants(
        "backend.notification.service",
        ("mails of an erased order stay", "erase", drop("repository.erase(X)")),
        (
            "the address of a closed account stays",
            "erase_account",
            drop("account_emails.erase(X)"),
            f"{_STORIES}::test_canaries_in_every_field_are_gone_a_week_after_the_order_is_over",
        ),
    ),
    *mutants(
        "backend.invoice.service",
        (
            "an invoice keeps phone and e-mail address",
            "erase_contact",
            drop("_erase_contact(X)"),
            f"{_STORIES}::test_canaries_in_every_field_are_gone_a_week_after_the_order_is_over",
        ),
    ),
)
