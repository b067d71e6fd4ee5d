"""The user pool's own API: accounts created and recovered on our pages, and what the web client may know of itself.

Nobody learns whether an account exists: each answer is the same for an address that has one and for one that has not.
"""

import base64
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from django.utils.translation import gettext_lazy

from storefront.account.background import run_in_background
from storefront.clients import aws
from storefront.clients.api import Unavailable
from storefront.clients.outputs import outputs
from storefront.web.log import log

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef, AuthenticationResultTypeTypeDef

_CODE = gettext_lazy("This code is not the right one, or no longer. Check it, or ask for a new one.")
_SLOW = gettext_lazy("That was tried too often. Wait a quarter of an hour, then try again.")
_PASSWORD = gettext_lazy("This password is not accepted. Choose a longer or less common one.")
_USED_BEFORE = gettext_lazy("This password was used before. Choose another one.")
_EMAIL = gettext_lazy("This e-mail address is not accepted. Check it for slips.")
MEANING = {
    "CodeMismatchException": ("code", _CODE),
    "ExpiredCodeException": ("code", _CODE),
    "NotAuthorizedException": ("code", _CODE),  # confirmed before, or disabled: no more is said than for a wrong code
    "UserNotFoundException": ("code", _CODE),
    "UserNotConfirmedException": ("code", _CODE),
    "InvalidPasswordException": ("password", _PASSWORD),
    "PasswordHistoryPolicyViolationException": ("password", _USED_BEFORE),
    "InvalidParameterException": ("email", _EMAIL),
    "LimitExceededException": (None, _SLOW),
    "TooManyFailedAttemptsException": (None, _SLOW),
    "TooManyRequestsException": (None, _SLOW),
}
"""By Cognito's error: the field that it is about, None for the whole form, and what is said."""
# What a call may answer for an address that has no account, or has one already, and that must look as if it had gone
# well.
_EXISTS = ("UsernameExistsException", "CodeDeliveryFailureException")
_UNKNOWN = (
    "UserNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "CodeDeliveryFailureException",
)


class NotAccepted(Exception):
    """The pool refuses the input. `message` is for people, `field` is where it belongs, None for the whole form."""

    def __init__(self, field: str | None, message: "_StrOrPromise") -> None:
        super().__init__(field)
        self.field, self.message = field, message


class PasswordNotSet(Exception):
    """The address is confirmed, but the password that was typed could not be set."""


def client_secret() -> str:
    """Return the web client's secret, fetched once; it is in no file."""
    shop = outputs().shop
    return _secret(shop.user_pool_id, shop.client_id)


@cache
def _secret(pool: str, client_id: str) -> str:
    try:
        client = aws.client("cognito-idp").describe_user_pool_client(UserPoolId=pool, ClientId=client_id)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("login") from error
    return str(client["UserPoolClient"]["ClientSecret"])


def forget_client_secret() -> None:
    """Forget the cached secret, after Cognito refused it; the next call reads the new one."""
    _secret.cache_clear()


def sign_up(email: str, name: str) -> None:
    """Create an account and have its code mailed; if there is an unconfirmed one, have a new code mailed.

    Nobody's password is used yet: until the address is confirmed, the account has one that only this storefront can
    compute.
    """
    if not _call(
        "sign_up", email, hidden=_EXISTS, Password=_provisional(email), UserAttributes=_attributes(name, email)
    ):
        run_in_background(resend, email)


def confirm(email: str, code: str, password: str, name: str = "") -> None:
    """Confirm the address by the mailed code, and set the password and the name that its owner typed.

    So the last sign-up counts, and never a password that somebody else has set before. Raises `PasswordNotSet` if the
    account was created elsewhere, with a password that this storefront does not know: then a code for a new one has to
    be mailed.
    """
    _call("confirm_sign_up", email, ConfirmationCode=code)
    try:
        held = _sign_in(email, _provisional(email))
        with _pool() as pool:
            pool.change_password(
                AccessToken=held["AccessToken"], PreviousPassword=_provisional(email), ProposedPassword=password
            )
            if name:
                pool.update_user_attributes(AccessToken=held["AccessToken"], UserAttributes=_attributes(name))
        revoke(held["RefreshToken"])
    except (ClientError, Unavailable, KeyError) as error:
        log.warning("a first password was not set", error=type(error).__name__)
        raise PasswordNotSet from None


def _sign_in(email: str, password: str) -> "AuthenticationResultTypeTypeDef":
    """Return tokens for a password, without the hosted login."""
    shop = outputs().shop
    parameters = {"USERNAME": email, "PASSWORD": password, "SECRET_HASH": _secret_hash(email)}
    with _pool() as pool:
        reply = pool.initiate_auth(AuthFlow="USER_PASSWORD_AUTH", ClientId=shop.client_id, AuthParameters=parameters)
    return reply.get("AuthenticationResult", {})


def _provisional(email: str) -> str:
    """Return the password of an unconfirmed account: computed from the client's secret, so it is stored nowhere and
    cannot be guessed."""
    return base64.urlsafe_b64encode(_mac(f"provisional password {email.casefold()}")).decode() + "-aA1"


def _attributes(name: str, email: str = "") -> "list[AttributeTypeTypeDef]":
    return [{"Name": each, "Value": value} for each, value in (("email", email), ("name", name)) if value]


def resend(email: str) -> None:
    """Mail a new code, if the address is waiting for one."""
    _call("resend_confirmation_code", email, hidden=_UNKNOWN)


def forgot(email: str) -> None:
    """Mail a code for a new password, if there is such an account. An unconfirmed one gets the code that confirms
    it."""
    _call("forgot_password", email, hidden=_UNKNOWN)
    run_in_background(resend, email)


def reset(email: str, code: str, password: str) -> None:
    """Set a new password by the mailed code, whichever it is: the one for a new password, or the one of a sign-up."""
    try:
        _call("confirm_forgot_password", email, ConfirmationCode=code, Password=password)
    except NotAccepted as refusal:
        if refusal.field != "code":
            raise
        confirm(email, code, password)


def revoke(refresh_token: str) -> None:
    """End a refresh token and every access token made with it, for all who ask Cognito; API Gateway does not."""
    shop = outputs().shop
    with _pool() as pool:
        pool.revoke_token(Token=refresh_token, ClientId=shop.client_id, ClientSecret=client_secret())


def sign_out_everywhere(username: str) -> None:
    """End all refresh tokens of a shopper, by their `sub` or their address. Raises `Unavailable`."""
    try:
        with _pool() as pool:
            pool.admin_user_global_sign_out(UserPoolId=outputs().shop.user_pool_id, Username=username)
    except ClientError as error:
        # A guest's address may be longer than the pool takes one.
        if error.response["Error"]["Code"] not in ("UserNotFoundException", "InvalidParameterException"):
            raise Unavailable("login") from error


def delete_account(access_token: str) -> None:
    """Delete the account of the token's owner; a missing one is no error. Raises `Unavailable`."""
    try:
        with _pool() as pool:
            pool.delete_user(AccessToken=access_token)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("UserNotFoundException", "NotAuthorizedException"):
            raise Unavailable("login") from error


def _call(operation: str, email: str, *, hidden: tuple[str, ...] = (), **arguments: object) -> bool:
    """Call Cognito. Return False if it failed by an error in `hidden`, which must not be shown."""
    try:
        with _pool() as pool:
            send: Callable[..., object] = getattr(pool, operation)
            send(ClientId=outputs().shop.client_id, Username=email, SecretHash=_secret_hash(email), **arguments)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in hidden:
            return False
        if code not in MEANING:
            raise Unavailable("login") from error
        raise NotAccepted(*MEANING[code]) from None
    return True


def _secret_hash(email: str) -> str:
    """Return the proof that a call comes from the storefront's client."""
    return base64.b64encode(_mac(email + outputs().shop.client_id)).decode()


def _mac(text: str) -> bytes:
    return hmac.new(client_secret().encode(), text.encode(), sha256).digest()


@contextmanager
def _pool() -> "Iterator[CognitoIdentityProviderClient]":
    """Yield the client of the pool's API. Raises `Unavailable` where the pool does not answer."""
    try:
        yield aws.client("cognito-idp")
    except BotoCoreError as error:
        raise Unavailable("login") from error
