"""The account's name is changed by its owner, on a page of the account."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.test import Client

from storefront.account import limits
from storefront.account.shopper import ENTRY
from tests.storefront.reading import text

PAGE, HOME = "/account/name", "/account/"


class Pool:
    """Keeps what it was asked to change, or fails."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.asked: list[dict[str, Any]] = []

    def update_user_attributes(self, **arguments: Any) -> dict[str, Any]:
        if self.error:
            raise self.error
        self.asked.append(arguments)
        return {}


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    answers = Pool()
    monkeypatch.setattr("storefront.account.attributes.aws.client", lambda service: answers)
    return answers


@pytest.fixture(autouse=True)
def counted_forms(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was counted: the form's name, and the account's address."""
    forms: list[tuple[str, str]] = []
    monkeypatch.setattr(limits, "count", lambda limit, request, email: forms.append((limit.name, email)))
    return forms


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "said by Cognito"}}, "UpdateUserAttributes")


def test_visitors_are_sent_to_sign_in(guest: Client, pool: Pool) -> None:
    for answer in (guest.get(PAGE), guest.post(PAGE, {"name": "Eve"})):
        assert answer.headers["Location"].startswith("/account/sign-in")
    assert pool.asked == []


@pytest.mark.parametrize("typed", ["Ada\x00", "Ada\x1b[31m", "A" * 201])
def test_a_name_that_nobody_can_read_is_refused_at_its_field(shopper: Client, pool: Pool, typed: str) -> None:
    response = shopper.post(PAGE, {"name": typed})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert pool.asked == []


def test_markup_in_a_name_is_text(shopper: Client, pool: Pool) -> None:
    shopper.post(PAGE, {"name": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in shopper.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (error("InvalidParameterException"), 422),
        (error("TooManyRequestsException"), 422),
        (error("LimitExceededException"), 422),
        (error("InternalErrorException"), 503),
        (EndpointConnectionError(endpoint_url="https://pool"), 503),
    ],
    ids=["not accepted", "too many", "limit", "inside", "unreachable"],
)
def test_a_name_that_the_user_pool_refuses_is_reported_and_stays_in_the_form(
    shopper: Client, pool: Pool, failure: Exception, status: int
) -> None:
    pool.error = failure
    assert shopper.post(PAGE, {"name": "Countess"}).status_code == status
    assert shopper.session[ENTRY]["name"] != "Countess"


def test_a_sign_in_that_is_over_leads_to_a_new_one(shopper: Client, pool: Pool) -> None:
    pool.error = error("NotAuthorizedException")
    answer = shopper.post(PAGE, {"name": "Countess"})
    assert answer.headers["Location"].startswith("/account/sign-in")


def test_one_form_too_many_waits_and_asks_the_pool_nothing(
    shopper: Client, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(limit: limits.Limit, *who: object) -> None:
        raise limits.LimitReached(600)

    monkeypatch.setattr(limits, "count", refuse)
    assert shopper.post(PAGE, {"name": "Countess"}).status_code == 429
    assert pool.asked == []


@pytest.mark.parametrize("name", ["Ada King", "Łukasz Żółć", ""])
def test_a_new_name_is_the_pools_and_greets_at_once(
    shopper: Client, pool: Pool, counted_forms: list[tuple[str, str]], name: str
) -> None:
    assert shopper.post(PAGE, {"name": f" {name} "}).headers["Location"] == HOME
    (asked,) = pool.asked
    assert asked["UserAttributes"] == [{"Name": "name", "Value": name}]
    assert counted_forms == [("own", "ada@example.org")]
    home = text(shopper.get(HOME))
    assert "Your name is changed." in home
    assert (f"Hello, {name}" if name else "Your account") in home
    assert shopper.session[ENTRY]["name"] == name
