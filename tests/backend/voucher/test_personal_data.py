"""What the voucher service keeps of a person: erased with the account, and given to whoever asks for it."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from backend.contracts.order.erasure import ERASED_EMAIL
from backend.contracts.problem import Refused
from backend.contracts.voucher.models import EntryKind, MailedVoucher, ResendVoucher
from backend.shared import compression
from backend.shared.aws import client
from backend.shared.consumer import RetryLater
from backend.voucher import consumer, holds, personal_data, repository
from tests.backend.events import sqs
from tests.backend.voucher.vouchers import account_closed, data_requested, issue, new, order_placed, payment

ADA, BOB = "ada@example.com", "bob@example.com"


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("voucher")


def stored_text() -> str:
    """Everything in the table as text, compressed events as well."""
    return " ".join(
        compression.decompress(value["B"]).decode() if "B" in value else str(value)
        for item in client("dynamodb").scan(TableName="voucher")["Items"]
        for value in item.values()
    )


def consume(*events: Any) -> None:
    assert consumer.handler(sqs(*events), None) == {"batchItemFailures": []}


def vouchers_after(*events: Any) -> list[list[MailedVoucher]]:
    """The records that each event puts into the export."""
    with mock.patch.object(personal_data, "put_part") as put:
        consume(*events)
    return [list(call.args[1]) for call in put.call_args_list]


def test_with_the_account_go_the_address_the_words_the_mails_and_the_code() -> None:
    voucher = repository.issue(new(email="Ada@Example.com", message="Happy birthday"))
    repository.resend(voucher.id, ResendVoucher(number=2))
    assert "Happy birthday" in stored_text()
    consume(account_closed(ADA), account_closed(ADA))
    assert not [word for word in (ADA, "Ada@Example.com", "Happy birthday", "'code'", "MAIL#") if word in stored_text()]
    assert repository.get(voucher.id).email == ERASED_EMAIL


def test_the_voucher_of_a_closed_account_can_still_be_spent_by_its_code() -> None:
    voucher = issue(5000)
    consume(account_closed(ADA))
    holds.hold(order_placed(1, payment(voucher, 2000)))
    after = repository.get(voucher.id)
    assert after.balance == 3000
    assert [entry.kind for entry in after.entries] == [EntryKind.ISSUED, EntryKind.HELD]


def test_vouchers_of_others_stay_and_an_account_without_an_address_erases_none() -> None:
    voucher = repository.issue(new(email=BOB))
    consume(account_closed(ADA), account_closed(None))
    assert repository.get(voucher.id).email == BOB


def test_an_erased_voucher_is_mailed_to_nobody() -> None:
    voucher = issue()
    consume(account_closed(ADA))
    with pytest.raises(Refused, match="not kept any more"):
        repository.resend(voucher.id, ResendVoucher(number=2))


def test_an_erasure_that_a_mail_came_before_is_tried_again_and_leaves_nothing() -> None:
    voucher = issue()
    found = list(personal_data._mailed_to(ADA))
    repository.resend(voucher.id, ResendVoucher(number=2))
    with mock.patch.object(personal_data, "_mailed_to", return_value=found), pytest.raises(RetryLater):
        personal_data.erase(account_closed(ADA))
    assert ADA in stored_text()
    consume(account_closed(ADA))
    assert ADA not in stored_text()


def test_a_mail_that_was_asked_for_before_the_erasure_is_not_written_after_it() -> None:
    voucher = issue()
    consume(account_closed(ADA))
    with mock.patch.object(repository, "get", return_value=voucher), pytest.raises(Refused, match="not kept any more"):
        repository.resend(voucher.id, ResendVoucher(number=2))
    assert "MAIL#" not in stored_text()


def test_the_data_that_are_asked_for_have_each_voucher_without_its_code_once() -> None:
    voucher = repository.issue(new(5000, message="Happy birthday", by="grace"))
    repository.issue(new(email=BOB))
    first, second = vouchers_after(data_requested(), data_requested(number=2))
    assert [(each.id, each.value, each.email, each.message) for each in first] == [
        (voucher.id, 5000, ADA, "Happy birthday")
    ]
    assert second == []
