"""Bugs in what all services share: the outbox, the consumer, transactions, and the client of the mail service."""

from typing import Any

from tests.support.mutation import (
    add_wrapper,
    edit_text,
    in_except,
    mutants,
    never,
    replace,
    returns,
    set_argument,
    set_entry,
)


def refuse_conflicts(real: Any, error: Any) -> bool:
    """Take a transaction that another one was in the way of for one whose condition failed."""
    for reason in error.response.get("CancellationReasons", []):
        if "Transaction" in reason.get("Code", ""):
            reason["Code"] = "ConditionalCheckFailed"
    return False


BUGS = (
    *mutants(
        "backend.shared.outbox_relay",
        ("an event that the bus refused is forgotten", "_publish", never("ErrorCode")),
        ("the last event of a batch is not published", "relay", set_argument("_batches", 0, "X[: max(1, len(X) - 1)]")),
        (
            "a batch published in part is reported as failed at its last record",
            "_publish",
            replace("return X[0]", "return X[-1]"),
        ),
        ("events go out under another source", "_entry", set_entry("Source", "SOURCE")),
    ),
    *mutants(
        "backend.shared.staff_changes",
        (
            "a change whose entry the bus refused is acknowledged",
            "_put",
            returns("X or True"),
            "tests/backend/shared/test_staff_changes.py",
        ),
    ),
    *mutants(
        "backend.shared.consumer",
        (
            "a failed message is taken for done",
            "event_consumer.consume",
            in_except("Exception", replace("return False", "return True")),
        ),
    ),
    *mutants(
        "backend.shared.dynamodb",
        (
            "a transaction that another was in the way of counts as refused",
            "_is_contended",
            add_wrapper(refuse_conflicts),
            "tests/backend/shared/test_dynamodb.py",
        ),
    ),
    *mutants(
        "backend.shared.copies",
        ("late stock overwrites", "write_newer", edit_text("#a0 < :a0", "#a0 <> :a0")),
    ),
    *mutants(
        "backend.shared.aws",
        ("a mail is tried again by its client", "_SERVICE_CONFIGS", set_entry("total_max_attempts", "3")),
    ),
)
