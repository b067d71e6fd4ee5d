"""Another e-mail address for the account: proved by a code, told to the one before, and no word of other accounts."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.test import Client

from backend.contracts.problem import Problem
from storefront.account import email_change, limits
from storefront.account.shopper import ENTRY, Shopper
from storefront.clients.api import Refusal, Unavailable
from storefront.clients.outputs import Outputs
from tests.storefront.reading import text
from tests.storefront.service import ADA, STAFF, Service

PAGE, CODE = "/account/email", "/account/email/code"
NEW = {"email": "countess@example.org"}
SignIn = Callable[..., None]


class Pool:
    """Keeps what it was asked in order, or fails."""

    def __init__(self) -> None:
        self.errors: dict[str, Exception] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.present: dict[str, Any] = {}

    def __getattr__(self, operation: str) -> Callable[..., dict[str, Any]]:
        def answer(**arguments: Any) -> dict[str, Any]:
            self.asked.append((operation, arguments))
            if operation in self.errors:
                raise self.errors[operation]
            return self.present if operation == "get_user" else {}

        return answer

    @property
    def operations(self) -> list[str]:
        return [operation for operation, _ in self.asked]


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "said by Cognito"}}, "UpdateUserAttributes")


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    answers = Pool()
    monkeypatch.setattr("storefront.account.attributes.aws.client", lambda service: answers)
    return answers


@pytest.fixture(autouse=True)
def counted_forms(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was counted: the form's name, and by which address."""
    forms: list[tuple[str, str]] = []
    monkeypatch.setattr(limits, "count", lambda limit, request, email: forms.append((limit.name, email)))
    return forms


@pytest.fixture(autouse=True)
def ended_sign_ins(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses whose sign-ins were ended, and where the next sign-in was begun for."""
    done: list[str] = []
    monkeypatch.setattr("storefront.account.login.end_others", lambda request, email, who: done.append(email))
    monkeypatch.setattr(
        "storefront.account.login.begin", lambda request, next, login_hint: done.append(login_hint) or "/hosted"
    )
    return done


@pytest.fixture
def ada(shopper: Client) -> Client:
    """Ada, who has just signed in."""
    age(shopper, 0)
    return shopper


def age(browser: Client, seconds: int) -> None:
    session = browser.session
    session[ENTRY] = session[ENTRY] | {"signed_in": int(time.time()) - seconds}
    session.save()


def test_visitors_are_sent_to_sign_in(guest: Client, pool: Pool) -> None:
    for path in (PAGE, CODE):
        assert guest.post(path, NEW).headers["Location"].startswith("/account/sign-in")
    assert pool.asked == []


@pytest.mark.parametrize("seconds", [3600, 20 * 86_400])
def test_an_old_sign_in_has_to_be_renewed_first(ada: Client, pool: Pool, seconds: int) -> None:
    age(ada, seconds)
    answer = ada.post(PAGE, NEW)
    assert answer.headers["Location"].startswith("/account/sign-in?next=%2Faccount%2Femail")
    assert ENTRY not in ada.session
    assert pool.asked == []


def test_a_sign_in_of_an_earlier_release_that_tells_no_time_is_not_fresh(shopper: Client, pool: Pool) -> None:
    assert shopper.get(PAGE).headers["Location"].startswith("/account/sign-in")


def test_staff_are_told_to_ask_the_owner(guest: Client, sign_in: SignIn, pool: Pool, service: Service) -> None:
    sign_in(guest, STAFF)
    age(guest, 0)
    assert "the shop’s owner changes your address" in text(guest.post(PAGE, NEW))
    assert guest.post(CODE, {"code": "123456"}).headers["Location"] == PAGE
    assert (pool.asked, service.recorded_emails) == ([], [])


def test_the_local_cloud_says_what_it_cannot_do_and_changes_nothing(
    ada: Client, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outputs, "is_local", True)
    for answer in (ada.get(PAGE), ada.post(PAGE, NEW)):
        assert "The local cloud cannot send a code to a new address" in text(answer)
    assert ada.post(CODE, {"code": "123456"}).headers["Location"] == PAGE
    assert pool.asked == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "a@b",
        "zoë@example.org",
        "a\x00@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a" * 250 + "@example.org",
        "ADA@example.org",
    ],
)
def test_what_is_no_new_address_is_refused_at_its_field(ada: Client, pool: Pool, typed: str) -> None:
    response = ada.post(PAGE, {"email": typed})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert pool.asked == []


@pytest.mark.parametrize("hint", [None, "AliasExistsException", "CodeDeliveryFailureException"])
def test_the_answer_is_the_same_where_another_account_has_the_address(
    ada: Client, pool: Pool, hint: str | None
) -> None:
    if hint:
        pool.errors["update_user_attributes"] = error(hint)
    assert ada.post(PAGE, NEW).headers["Location"] == CODE
    page = text(ada.get(CODE))
    assert "If countess@example.org can be your address, a code is on its way to it." in page


@pytest.mark.parametrize("failure", ["CodeMismatchException", "ExpiredCodeException", "AliasExistsException"])
def test_all_wrong_codes_get_the_same_answer_and_change_nothing(
    ada: Client, pool: Pool, service: Service, ended_sign_ins: list[str], failure: str
) -> None:
    ada.post(PAGE, NEW)
    pool.errors["verify_user_attribute"] = error(failure)
    response = ada.post(CODE, {"code": "123456"})
    assert response.status_code == 422
    assert "This code is not the right one, or no longer." in text(response)
    assert (service.recorded_emails, ended_sign_ins) == ([f"shopper#{ADA}"], [])
    assert ada.session[ENTRY]["email"] == "ada@example.org"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "123456\x00", "１２３４５６"])
def test_a_code_of_another_shape_is_not_sent_to_the_pool(ada: Client, pool: Pool, typed: str) -> None:
    ada.post(PAGE, NEW)
    assert ada.post(CODE, {"code": typed}).status_code == 422
    assert "verify_user_attribute" not in pool.operations


def test_without_an_address_to_prove_the_code_page_leads_back(ada: Client, pool: Pool) -> None:
    assert ada.post(CODE, {"code": "123456"}).headers["Location"] == PAGE
    assert pool.asked == []


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (error("LimitExceededException"), 422),
        (error("InvalidParameterException"), 422),
        (error("InternalErrorException"), 503),
        (EndpointConnectionError(endpoint_url="https://pool"), 503),
        (error("NotAuthorizedException"), 302),
    ],
    ids=["limit", "not accepted", "inside", "unreachable", "over"],
)
def test_an_address_that_the_user_pool_refuses_is_reported_and_no_code_is_requested(
    ada: Client, pool: Pool, failure: Exception, status: int
) -> None:
    pool.errors["update_user_attributes"] = failure
    assert ada.post(PAGE, NEW).status_code == status
    assert ada.get(CODE).headers["Location"].startswith((PAGE, "/account/sign-in"))


def test_while_the_former_address_cannot_be_remembered_nothing_is_begun(
    ada: Client, pool: Pool, service: Service
) -> None:
    service.down |= {"notification"}
    assert ada.post(PAGE, NEW).status_code == 503
    assert pool.asked == []


@pytest.mark.parametrize(("path", "sent"), [(PAGE, NEW), (CODE, {"code": "123456"})])
def test_one_form_too_many_waits_and_asks_the_pool_nothing(
    ada: Client, pool: Pool, monkeypatch: pytest.MonkeyPatch, path: str, sent: dict[str, str]
) -> None:
    ada.post(PAGE, NEW)
    asked = list(pool.asked)

    def refuse(limit: limits.Limit, *who: object) -> None:
        raise limits.LimitReached(600)

    monkeypatch.setattr(limits, "count", refuse)
    assert ada.post(path, sent).status_code == 429
    assert pool.asked == asked


def test_a_proved_address_signs_in_from_then_on_and_every_sign_in_ends(
    ada: Client, pool: Pool, service: Service, ended_sign_ins: list[str], counted_forms: list[tuple[str, str]]
) -> None:
    ada.post(PAGE, NEW)
    answer = ada.post(CODE, {"code": "123 456"})
    assert answer.headers["Location"] == "/hosted"
    assert pool.operations == ["update_user_attributes", "verify_user_attribute", "get_user"]
    assert pool.asked[0][1]["UserAttributes"] == [{"Name": "email", "Value": NEW["email"]}]
    assert pool.asked[1][1]["Code"] == "123456"
    assert service.recorded_emails == [f"shopper#{ADA}"] * 2
    assert service.mail_languages == ["en"] * 2
    assert ended_sign_ins == ["ada@example.org", NEW["email"]]
    assert counted_forms == [("own", "ada@example.org"), ("mail", NEW["email"]), ("code", "ada@example.org")]
    assert ENTRY not in ada.session
    assert email_change.NEW not in ada.session


def test_the_address_that_signs_in_is_the_one_that_the_code_proved_not_the_one_typed_last(
    ada: Client, pool: Pool, ended_sign_ins: list[str]
) -> None:
    ada.post(PAGE, NEW)
    pool.errors["update_user_attributes"] = error("AliasExistsException")
    ada.post(PAGE, {"email": "taken@example.org"})
    pool.present = {"UserAttributes": [{"Name": "sub", "Value": ADA}, {"Name": "email", "Value": NEW["email"]}]}
    ada.post(CODE, {"code": "123456"})
    assert ended_sign_ins == ["ada@example.org", NEW["email"]]


@pytest.mark.parametrize("code", ["NotAuthorizedException", "InternalErrorException", "TooManyRequestsException"])
def test_where_the_pool_does_not_say_which_it_is_the_one_typed_last_is_taken(
    ada: Client, pool: Pool, ended_sign_ins: list[str], code: str
) -> None:
    ada.post(PAGE, NEW)
    pool.errors["get_user"] = error(code)
    assert ada.post(CODE, {"code": "123456"}).headers["Location"] == "/hosted"
    assert ended_sign_ins == ["ada@example.org", NEW["email"]]


@pytest.mark.parametrize(
    "failure", [Unavailable("login"), Refusal(Problem(type="not-signed-in", title="", status=401))]
)
def test_a_token_that_ends_once_the_code_was_right_leaves_no_sign_in_behind(
    ada: Client, pool: Pool, ended_sign_ins: list[str], monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    ada.post(PAGE, NEW)

    def token(member: Shopper) -> str:
        if "verify_user_attribute" in pool.operations:
            raise failure
        return "access-token"

    monkeypatch.setattr(Shopper, "token", property(token))
    assert ada.post(CODE, {"code": "123456"}).headers["Location"] == "/hosted"
    assert ended_sign_ins == ["ada@example.org", NEW["email"]]
    assert ENTRY not in ada.session


@pytest.mark.parametrize(
    "failure",
    [
        EndpointConnectionError(endpoint_url="https://pool"),
        error("CodeMismatchException"),
        error("ExpiredCodeException"),
    ],
    ids=["lost", "asked twice", "asked twice, expired"],
)
def test_a_code_that_was_taken_though_the_answer_was_lost_ends_the_change_as_any_other(
    ada: Client, pool: Pool, service: Service, ended_sign_ins: list[str], failure: Exception
) -> None:
    ada.post(PAGE, NEW)
    pool.errors["verify_user_attribute"] = failure
    pool.present = {"UserAttributes": [{"Name": "email", "Value": NEW["email"]}]}
    assert ada.post(CODE, {"code": "123456"}).headers["Location"] == "/hosted"
    assert service.recorded_emails == [f"shopper#{ADA}"] * 2
    assert ended_sign_ins == ["ada@example.org", NEW["email"]]
    assert ENTRY not in ada.session


def test_blanks_around_an_address_begin_no_new_count(
    ada: Client, pool: Pool, counted_forms: list[tuple[str, str]]
) -> None:
    ada.post(PAGE, {"email": f"  {NEW['email']} "})
    assert ("mail", NEW["email"]) in counted_forms


def test_a_change_that_is_done_stays_done_while_services_are_down(
    ada: Client, pool: Pool, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*who: object) -> None:
        raise Unavailable("login")

    ada.post(PAGE, NEW)
    service.down |= {"notification"}
    monkeypatch.setattr("storefront.account.login.end_others", down)
    assert ada.post(CODE, {"code": "123456"}).headers["Location"] == "/hosted"
    assert ENTRY not in ada.session
