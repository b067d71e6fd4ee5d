"""The audit log, page by page."""

from unittest import mock

import pytest

from backend.contracts.operations.operations import LIST_AUDIT_ENTRIES
from backend.operations import audit
from backend.shared import aws, clock
from tests.backend.events import said
from tests.backend.operations.stack import ask, reply_body


def do_deeds(day: str, *letters: str) -> None:
    """Deeds of that day, one a second."""
    first = clock.millis()
    for second, letter in enumerate(letters):
        at = f"{day}T10:00:{second:02}.000Z"
        with (
            mock.patch.object(audit, "now", return_value=at),
            mock.patch.object(audit, "millis", return_value=first + second),
        ):
            audit.write("grace", "discard", "OrderDeadLetters", letter, "because", "00")


def list_pages() -> list[list[str]]:
    """The letters of each page."""
    pages, cursor = [], None
    while cursor is not None or not pages:
        page = reply_body(LIST_AUDIT_ENTRIES, **({"query": {"cursor": cursor}} if cursor else {}))
        pages.append([deed["letter"] for deed in page["items"]])
        cursor = page["next"]
        assert len(pages) < 20
    return pages


@pytest.mark.parametrize(
    "cursor", ["nonsense", "WyIyMDI2LzExLzI3IiwiYi94Il0", "WyIyMDI2LzExLzI3IiwiIl0", "WyIuLi8iLCIiXQ", "WyJ4Il0"]
)
def test_a_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    do_deeds("2026-11-28", "a")
    assert said(ask(LIST_AUDIT_ENTRIES, query={"cursor": cursor}))["type"] == "bad-query"


def test_an_action_that_the_audit_log_does_not_take_does_not_happen() -> None:
    with mock.patch.object(audit, "millis", return_value=0), pytest.raises(audit.AuditWriteRejected):
        audit.write("grace", "discard", "OrderDeadLetters", "a", "because", "00")


def test_an_empty_log_is_an_empty_page() -> None:
    assert reply_body(LIST_AUDIT_ENTRIES) == {"items": [], "next": None}


def test_the_newest_deed_comes_first_over_the_days() -> None:
    do_deeds("2026-11-26", "a", "b")
    do_deeds("2026-11-28", "c", "d")
    assert [each for page in list_pages() for each in page] == ["d", "c", "b", "a"]


def test_many_actions_come_page_by_page_and_none_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE_SIZE", 3)
    do_deeds("2026-11-26", *"abcd")
    do_deeds("2026-11-28", *"efghi")
    pages = list_pages()
    assert "".join(each for page in pages for each in page) == "ihgfedcba"
    assert all(len(page) <= 3 for page in pages)


def test_two_first_actions_of_a_day_are_both_logged() -> None:
    log = aws.client("logs")
    begin = log.create_log_stream

    def somebody_was_faster(**asked: str) -> None:
        begin(**asked)
        begin(**asked)

    with mock.patch.object(log, "create_log_stream", somebody_was_faster):
        do_deeds("2026-11-28", "a")
    assert list_pages() == [["a"]]
