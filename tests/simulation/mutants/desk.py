"""Bugs in the desk service: its index says what orders say, whatever order their events come in."""

from tests.support.mutation import edit_text, mutants, never, replace

_TESTS = "tests/backend/desk/test_desk.py"
_SAME = f"{_TESTS}::test_in_whatever_order_and_however_often_events_come_the_row_is_the_same"

BUGS = (
    *mutants(
        "backend.desk.repository",
        ("the last event to arrive decides", "_set", edit_text("_version < :version", "_version <> :version")),
        (
            "events without a version count as new",
            "_set",
            edit_text("_at < :at)", "_at <> :at)"),
            f"{_TESTS}::test_events_without_versions_are_told_apart_by_their_times",
        ),
        ("a late checkout begins an order again", "add", edit_text("if_not_exists(in_state, :state)", ":state")),
        (
            "a late checkout forgets the version",
            "add",
            edit_text("if_not_exists(in_state_version, :none)", ":none"),
            _SAME,
        ),
        (
            "an order is not found by its tracking number",
            "set_tracking",
            replace("put_words(X, W := domain.tracking_words(Y))", "W = domain.tracking_words(Y)"),
        ),
    ),
    *mutants(
        "backend.desk.audit",
        (
            "an entry that arrives after the erasure names the person",
            "record",
            never("thing_id"),
            "tests/backend/desk/test_audit.py",
        ),
    ),
)
