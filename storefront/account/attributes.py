"""The account's attributes in the user pool, changed by its owner with the access token of the sign-in.

A new e-mail address takes effect once the code that the pool mails to it is entered (`keep_original` in
`infra/constructs/identity.py`). Nobody learns whether another account has the address.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from django.utils.translation import gettext_lazy

from backend.contracts.problem import Problem
from storefront.account.cognito import MEANING, NotAccepted
from storefront.clients import aws
from storefront.clients.api import Refusal, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_NAME = gettext_lazy("This name is not accepted. Choose another one.")
_SIGNED_OUT = ("NotAuthorizedException", "UserNotFoundException", "PasswordResetRequiredException")
_TAKEN = ("AliasExistsException", "CodeDeliveryFailureException")


class _Taken(Exception):
    """The address is another account's, or no code reaches it."""


def change_name(access_token: str, name: str) -> None:
    """Change the name of the token's owner; an empty one removes it.

    Raises `NotAccepted`, `Refusal` 401 if the sign-in has ended, and `Unavailable`.
    """
    with _pool() as pool:
        try:
            pool.update_user_attributes(AccessToken=access_token, UserAttributes=[{"Name": "name", "Value": name}])
        except ClientError as error:
            if _code(error) != "InvalidParameterException":
                raise
            raise NotAccepted("name", _NAME) from None


def request_email_change(access_token: str, email: str) -> None:
    """Have a code mailed to the new address; until it is entered the account keeps its present one. Raises as
    `change_name`."""
    with suppress(_Taken), _pool() as pool:
        pool.update_user_attributes(AccessToken=access_token, UserAttributes=[{"Name": "email", "Value": email}])


def confirm_email(access_token: str, code: str) -> None:
    """Give the account the address that this code was mailed to. Raises as `change_name`."""
    try:
        with _pool() as pool:
            pool.verify_user_attribute(AccessToken=access_token, AttributeName="email", Code=code)
    except _Taken:
        raise NotAccepted(*MEANING["CodeMismatchException"]) from None


def present_email(access_token: str) -> str:
    """Return the account's address; empty if it has none. Raises as `change_name`."""
    with _pool() as pool:
        attributes = pool.get_user(AccessToken=access_token).get("UserAttributes", [])
    return next((each.get("Value", "") for each in attributes if each["Name"] == "email"), "")


@contextmanager
def _pool() -> "Iterator[CognitoIdentityProviderClient]":
    """Yield the client of the pool's API. Raises as `change_name`, and `_Taken`."""
    try:
        yield aws.client("cognito-idp")
    except ClientError as error:
        raise _explain(error) from None
    except BotoCoreError as error:
        raise Unavailable("login") from error


def _explain(error: ClientError) -> Exception:
    code = _code(error)
    if code in _TAKEN:
        return _Taken()
    if code in _SIGNED_OUT:
        return Refusal(Problem(type="not-signed-in", title="Please sign in again", status=401))
    return NotAccepted(*MEANING[code]) if code in MEANING else Unavailable("login")


def _code(error: ClientError) -> str:
    return error.response["Error"]["Code"]
