"""The user pool's own API: accounts made and recovered on our pages, and what the web client may know of itself.

Whether an account exists is told to nobody: each answer is the same for an address that has one and for one that has not.
"""

import base64
import hmac
from functools import cache
from hashlib import sha256
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from storefront import aws
from storefront.api import Unavailable
from storefront.outputs import outputs

_CODE = "This code is not the right one, or no longer. Check it, or ask for a new one."
_SLOW = "That was tried too often. Wait a quarter of an hour, then try again."
_PASSWORD = "This password is not accepted. Choose a longer or less common one."  # noqa: S105 - a message
_EMAIL = "This e-mail address is not accepted. Check it for slips."
_MEANING = {
    "CodeMismatchException": ("code", _CODE),
    "ExpiredCodeException": ("code", _CODE),
    "NotAuthorizedException": ("code", _CODE),  # confirmed before, or disabled: no more is said than for a wrong code
    "UserNotFoundException": ("code", _CODE),
    "UserNotConfirmedException": ("code", _CODE),
    "InvalidPasswordException": ("password", _PASSWORD),
    "PasswordHistoryPolicyViolationException": ("password", "This password was used before. Choose another one."),
    "InvalidParameterException": ("email", _EMAIL),
    "LimitExceededException": (None, _SLOW),
    "TooManyFailedAttemptsException": (None, _SLOW),
    "TooManyRequestsException": (None, _SLOW),
}
# What a call may answer for an address that has no account, or has one already, and that must look as if it had gone well.
_EXISTS = ("UsernameExistsException", "CodeDeliveryFailureException")
_UNKNOWN = ("UserNotFoundException", "InvalidParameterException", "NotAuthorizedException", "CodeDeliveryFailureException")


class NotAccepted(Exception):
    """The pool refuses what was typed; `message` is for people, `field` is where it belongs, None for the whole form."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(field)
        self.field, self.message = field, message


def client_secret() -> str:
    """The web client's secret, asked for once; it is in no file."""
    shop = outputs().shop
    return _secret(shop.user_pool_id, shop.client_id)


@cache
def _secret(pool: str, client_id: str) -> str:
    try:
        found = aws.client("cognito-idp").describe_user_pool_client(UserPoolId=pool, ClientId=client_id)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("login") from error
    return str(found["UserPoolClient"]["ClientSecret"])


def forget_client_secret() -> None:
    """Asks again next time: the login did not know the secret any more."""
    _secret.cache_clear()


def sign_up(email: str, password: str, name: str) -> None:
    """Makes an account and has its code mailed. Where there is one already, a code is mailed if that is still unconfirmed."""
    attributes = [{"Name": "email", "Value": email}, *([{"Name": "name", "Value": name}] if name else [])]
    if not _call("sign_up", email, hidden=_EXISTS, Password=password, UserAttributes=attributes):
        resend(email)


def confirm(email: str, code: str) -> None:
    """Proves the address by the code that was mailed to it."""
    _call("confirm_sign_up", email, ConfirmationCode=code)


def resend(email: str) -> None:
    """Mails a new code, if the address waits for one."""
    _call("resend_confirmation_code", email, hidden=_UNKNOWN)


def forgot(email: str) -> None:
    """Mails a code for a new password, if there is such an account."""
    _call("forgot_password", email, hidden=_UNKNOWN)


def reset(email: str, code: str, password: str) -> None:
    """Sets a new password by the code that was mailed."""
    _call("confirm_forgot_password", email, ConfirmationCode=code, Password=password)


def revoke(refresh_token: str) -> None:
    """Ends a refresh token and every access token made with it, for all who ask Cognito; API Gateway does not."""
    shop = outputs().shop
    _send("revoke_token", Token=refresh_token, ClientId=shop.client_id, ClientSecret=client_secret())


def sign_out_everywhere(username: str) -> None:
    """End all refresh tokens of a shopper, by their `sub` or their address. Raises `Unavailable`."""
    try:
        _send("admin_user_global_sign_out", UserPoolId=outputs().shop.user_pool_id, Username=username)
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise Unavailable("login") from error


def _call(operation: str, email: str, *, hidden: tuple[str, ...] = (), **arguments: Any) -> bool:
    """Whether the call was done; False where it failed for a reason in `hidden`."""
    client_id = outputs().shop.client_id
    proof = hmac.new(client_secret().encode(), (email + client_id).encode(), sha256).digest()
    try:
        _send(operation, ClientId=client_id, Username=email, SecretHash=base64.b64encode(proof).decode(), **arguments)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in hidden:
            return False
        if code not in _MEANING:
            raise Unavailable("login") from error
        raise NotAccepted(*_MEANING[code]) from None
    return True


def _send(operation: str, **arguments: Any) -> None:
    try:
        getattr(aws.client("cognito-idp"), operation)(**arguments)
    except BotoCoreError as error:
        raise Unavailable("login") from error
