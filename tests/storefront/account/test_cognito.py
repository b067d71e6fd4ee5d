"""The user pool's own API: what it answers in words for people, and nothing from which to learn who has an account."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from storefront.account import cognito
from storefront.clients.api import Unavailable
from tests.storefront.account.hosted import Hosted

ASKED: dict[str, Callable[[], None]] = {
    "sign_up": lambda: cognito.sign_up("ada@example.com", "Ada"),
    "resend_confirmation_code": lambda: cognito.resend("ada@example.com"),
    "confirm_sign_up": lambda: cognito.confirm("ada@example.com", "123456", "Fresh-paper-and-ink-3", "Ada"),
    "forgot_password": lambda: cognito.forgot("ada@example.com"),
    "confirm_forgot_password": lambda: cognito.reset("ada@example.com", "123456", "Fresh-paper-and-ink-3"),
}
# What Cognito answers where the address has no account, has one already, or one that is confirmed, unconfirmed or
# disabled.
HINTS = {
    "sign_up": ("UsernameExistsException",),
    "resend_confirmation_code": ("UserNotFoundException", "InvalidParameterException", "NotAuthorizedException"),
    "confirm_sign_up": ("UserNotFoundException", "NotAuthorizedException", "CodeMismatchException", "ExpiredCodeException"),
    "forgot_password": ("UserNotFoundException", "InvalidParameterException", "NotAuthorizedException", "CodeDeliveryFailureException"),
    "confirm_forgot_password": ("UserNotFoundException", "CodeMismatchException", "ExpiredCodeException", "UserNotConfirmedException",
                                "NotAuthorizedException"),
}  # fmt: skip


class Cognito:
    """Answers each operation with the error that is set for it, and keeps what it was asked."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.later: list[str] = []

    @property
    def operations(self) -> list[str]:
        return [operation for operation, _ in self.asked]

    def __getattr__(self, operation: str) -> Callable[..., dict[str, Any]]:
        def answer(**arguments: Any) -> dict[str, Any]:
            self.asked.append((operation, arguments))
            if error := self.errors.get(operation):
                raise ClientError({"Error": {"Code": error, "Message": "said by Cognito"}}, operation)
            return (
                {"AuthenticationResult": {"AccessToken": "access", "RefreshToken": "refresh"}}
                if operation == "initiate_auth"
                else {}
            )

        return answer


@pytest.fixture
def pool(hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch) -> Cognito:
    answers = Cognito()
    monkeypatch.setattr(cognito, "client_secret", lambda: hosted_login.client_secret)
    monkeypatch.setattr("storefront.clients.aws.client", lambda service: answers)
    monkeypatch.setattr(cognito, "run_in_background", lambda ask, *arguments: answers.later.append(ask.__name__))
    return answers


def outcome(ask: Callable[[], None]) -> tuple[str | None, str] | None:
    try:
        ask()
    except cognito.NotAccepted as refusal:
        return refusal.field, refusal.message
    return None


@pytest.mark.parametrize("operation", HINTS)
def test_every_state_of_an_account_gets_the_same_answer(pool: Cognito, operation: str) -> None:
    answers = set()
    for error in HINTS[operation]:
        pool.errors = {operation: error, "confirm_sign_up": "CodeMismatchException"} | {operation: error}
        answers.add(outcome(ASKED[operation]))
    if not operation.startswith("confirm"):
        answers.add(outcome(lambda: None))
    assert len(answers) == 1


@pytest.mark.parametrize("operation", ASKED)
@pytest.mark.parametrize(
    "error", ["LimitExceededException", "TooManyRequestsException", "TooManyFailedAttemptsException"]
)
def test_trying_too_often_is_reported_for_the_whole_form(pool: Cognito, operation: str, error: str) -> None:
    pool.errors = {operation: error}
    assert outcome(ASKED[operation]) == (None, "That was tried too often. Wait a quarter of an hour, then try again.")


@pytest.mark.parametrize("operation", ASKED)
@pytest.mark.parametrize(
    "error", ["InternalErrorException", "ResourceNotFoundException", "AccessDeniedException", "SomethingNewException"]
)
def test_a_fault_of_the_pool_is_no_refusal(pool: Cognito, operation: str, error: str) -> None:
    pool.errors = {operation: error}
    with pytest.raises(Unavailable):
        ASKED[operation]()


def test_a_refused_password_is_explained_at_its_field(pool: Cognito) -> None:
    pool.errors = {"confirm_forgot_password": "InvalidPasswordException"}
    refused = outcome(ASKED["confirm_forgot_password"])
    assert refused is not None
    assert refused[0] == "password"


def test_signing_up_again_sends_a_new_code_where_the_first_was_lost(pool: Cognito) -> None:
    pool.errors = {"sign_up": "UsernameExistsException"}
    ASKED["sign_up"]()
    assert pool.later == ["resend"]


@pytest.mark.parametrize("form", ["sign_up", "forgot_password"])
@pytest.mark.parametrize("error", ["UsernameExistsException", "UserNotFoundException", "InvalidParameterException"])
def test_known_and_unknown_addresses_take_the_same_calls_so_that_time_tells_nothing(
    pool: Cognito, form: str, error: str
) -> None:
    ASKED[form]()
    plain = list(pool.operations)
    pool.asked.clear()
    pool.errors = {form: error}
    if error in HINTS[form]:
        ASKED[form]()
        assert pool.operations == plain == [form]


def test_the_person_who_confirms_the_address_chooses_password_and_name(pool: Cognito) -> None:
    ASKED["sign_up"]()
    ASKED["confirm_sign_up"]()
    calls = dict(pool.asked)
    provisional = calls["sign_up"]["Password"]
    assert calls["initiate_auth"]["AuthParameters"]["PASSWORD"] == provisional
    assert calls["change_password"] == {
        "AccessToken": "access",
        "PreviousPassword": provisional,
        "ProposedPassword": "Fresh-paper-and-ink-3",
    }
    assert calls["update_user_attributes"]["UserAttributes"] == [{"Name": "name", "Value": "Ada"}]
    assert calls["revoke_token"]["Token"] == "refresh"


def test_an_accounts_first_password_is_the_same_in_every_process_and_another_for_every_address(pool: Cognito) -> None:
    assert (
        cognito._provisional("ada@example.com")
        == cognito._provisional("Ada@Example.com")
        != cognito._provisional("bob@example.com")
    )
    assert len(cognito._provisional("ada@example.com")) > 40


@pytest.mark.parametrize("operation", ["initiate_auth", "change_password"])
def test_an_account_begun_with_a_password_from_elsewhere_is_told_apart(pool: Cognito, operation: str) -> None:
    pool.errors = {operation: "NotAuthorizedException"}
    with pytest.raises(cognito.PasswordNotSet):
        ASKED["confirm_sign_up"]()


def test_a_password_forgotten_before_the_address_was_confirmed_is_set_by_the_code_of_the_sign_up(pool: Cognito) -> None:
    pool.errors = {"forgot_password": "InvalidParameterException", "confirm_forgot_password": "ExpiredCodeException"}
    ASKED["forgot_password"]()
    assert pool.later == ["resend"]
    ASKED["confirm_forgot_password"]()
    assert pool.operations[-4:] == ["confirm_sign_up", "initiate_auth", "change_password", "revoke_token"]


def test_nothing_that_cognito_says_reaches_people(pool: Cognito) -> None:
    for operation, ask in ASKED.items():
        for error in cognito.MEANING:
            pool.errors = {operation: error}
            assert "said by Cognito" not in str(outcome(ask))


def test_each_call_proves_to_come_from_the_client(pool: Cognito, hosted_login: Hosted) -> None:
    ASKED["forgot_password"]()
    _, asked = pool.asked[0]
    assert asked == {
        "ClientId": "client-here",
        "Username": "ada@example.com",
        "SecretHash": "r+tZsqF8UBRWtA2bO0jAijOFvIkOSwHKuPiwLtVoRQI=",
    }


def test_an_unreachable_pool_is_a_fault_that_may_pass(pool: Cognito, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(**arguments: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://pool.test")

    monkeypatch.setattr(pool, "sign_up", unreachable, raising=False)
    with pytest.raises(Unavailable):
        ASKED["sign_up"]()


def test_the_clients_secret_is_asked_for_once_and_again_when_forgotten(
    pool: Cognito, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    secrets = [{"UserPoolClient": {"ClientSecret": "second"}}, {"UserPoolClient": {"ClientSecret": "first"}}]
    monkeypatch.setattr("storefront.clients.aws.client", lambda service: pool)
    monkeypatch.setattr(pool, "describe_user_pool_client", lambda **arguments: secrets.pop(), raising=False)
    cognito.forget_client_secret()
    assert [cognito._secret("pool", "client"), cognito._secret("pool", "client")] == ["first", "first"]
    cognito.forget_client_secret()
    assert cognito._secret("pool", "client") == "second"
    cognito.forget_client_secret()


@pytest.mark.parametrize("error", ["UserNotFoundException", "InvalidParameterException"])
def test_a_guests_address_that_no_account_can_have_is_signed_out_already(pool: Cognito, error: str) -> None:
    """The pool takes 128 characters: of an order's address with more it says that the parameter is not valid."""
    pool.errors = {"admin_user_global_sign_out": error}
    cognito.sign_out_everywhere(f"{'a' * 200}@example.com")
    assert pool.operations == ["admin_user_global_sign_out"]
