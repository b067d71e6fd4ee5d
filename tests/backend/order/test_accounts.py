"""Accounts that Cognito no longer knows, while a token of theirs still lives."""

from collections.abc import Iterator
from unittest import mock

import pytest
from botocore.exceptions import ClientError

from backend.contracts.order.account_operations import CLOSE_ACCOUNT, REQUEST_DATA_EXPORT
from backend.order import data_exports, erasure
from backend.order.handler import handler
from backend.shared import accounts
from tests.backend.events import http, token
from tests.backend.order.checkouts import ADA

pytestmark = pytest.mark.usefixtures("order_table")
SUB = ADA.removeprefix("shopper#")
GONE = [
    "NotAuthorizedException", "UserNotFoundException", "PasswordResetRequiredException", "UserNotConfirmedException",
]  # fmt: skip


@pytest.fixture(params=GONE)
def account_is_gone(request: pytest.FixtureRequest) -> Iterator[None]:
    with mock.patch.object(accounts, "client") as cognito:
        cognito.return_value.get_user.side_effect = ClientError({"Error": {"Code": request.param}}, "GetUser")
        yield


def status(operation: object) -> int:
    call = http(operation, claims=token(SUB), headers={"authorization": "Bearer access-token"})
    return int(handler(call, None)["statusCode"])


@pytest.mark.usefixtures("account_is_gone")
def test_closing_an_account_that_is_gone_succeeds_however_often_it_is_asked_for() -> None:
    assert [status(CLOSE_ACCOUNT) for _ in range(2)] == [CLOSE_ACCOUNT.status] * 2
    assert erasure.is_closed(ADA)


@pytest.mark.usefixtures("account_is_gone")
def test_an_account_that_is_gone_gets_no_data_export() -> None:
    assert status(REQUEST_DATA_EXPORT) == 401
    assert data_exports.read(ADA).requested_at is None
