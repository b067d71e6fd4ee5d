"""The second factor: a code from an authenticator app (TOTP, RFC 6238). It is optional for shoppers; without one, staff
cannot enter the back office.

On AWS the hosted login asks for it while signing in, once it is set up here. The local cloud's sign-in page cannot ask,
so there our own page does, before anybody is signed in; and unless `SHOP_SECOND_FACTOR` is 1 staff are not asked on the
local cloud, as the account page and `make run` say. Whether it was given is recorded in the session's entry of the
signed-in person (`GIVEN`): a sign-in from before it was set up came without. Cognito has no recovery codes for a lost
phone: staff remove a shopper's second factor, and the shop's owner that of staff.

The services do not check it: Cognito's access tokens do not say. They are reached with tokens of this storefront or of
its commands.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from backend.contracts.operation import roles_of
from backend.contracts.problem import Problem
from storefront.account.shopper import ENTRY, Shopper
from storefront.clients import aws
from storefront.clients.api import Refusal, Unavailable
from storefront.clients.outputs import outputs

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import SoftwareTokenMfaSettingsTypeTypeDef

GIVEN = "second_factor"
SECRET = "second_factor_secret"  # noqa: S105 - the name of an entry of the session
_WRONG = (
    "EnableSoftwareTokenMFAException",
    "CodeMismatchException",
    "InvalidParameterException",
    "ExpiredCodeException",
)
OWNERS_TASK = "This account is a colleague's. The shop's owner resets its second factor."
NO_ACCOUNT = "No account has this address."
_NOBODY = Problem(type="no-account", title=NO_ACCOUNT, status=404)
_APP = "SOFTWARE_TOKEN_MFA"  # Cognito's word for an authenticator app


class WrongCode(Exception):
    """The code is not the one that the authenticator app shows."""


def is_required() -> bool:
    """Tell whether staff need one: always on AWS, and by choice on the local cloud."""
    return not outputs().is_local or settings.SECOND_FACTOR


def login_asks() -> bool:
    """Tell whether the hosted login asks for the code of who has set it up."""
    return not outputs().is_local


def is_due(token: str, *, is_staff: bool) -> bool:
    """Tell whether whoever signed in by this access token has to give a code on our page yet. Raises as `is_set_up`."""
    return not login_asks() and (is_required() or not is_staff) and is_set_up(token)


def has_passed(request: HttpRequest) -> bool:
    """Tell whether this sign-in came with the second factor, or needs none."""
    return bool(request.session[ENTRY].get(GIVEN)) or not is_required()


def record_passed(request: HttpRequest) -> None:
    """Record that this sign-in has passed the second factor."""
    request.session[ENTRY] = request.session[ENTRY] | {GIVEN: True}
    request.session.pop(SECRET, None)


def forget_passed(request: HttpRequest) -> None:
    """Record that nothing was given: there is no second factor any more."""
    request.session[ENTRY] = request.session[ENTRY] | {GIVEN: False}


def is_set_up(token: str) -> bool:
    """Tell whether the owner of this access token has one.

    Raises `Refusal` 401 where the token is not for that, and `Unavailable`.
    """
    with _pool() as pool:
        return _APP in pool.get_user(AccessToken=token).get("UserMFASettingList", ())


def secret(request: HttpRequest, shopper: Shopper) -> str:
    """Return a new secret for the app: the same one while this sign-in has not proved it."""
    if SECRET not in request.session:
        with _pool() as pool:
            request.session[SECRET] = pool.associate_software_token(AccessToken=shopper.token)["SecretCode"]
    return str(request.session[SECRET])


def check(token: str, code: str) -> None:
    """Have the pool check a code of the app of the access token's owner. Raises `WrongCode`."""
    with _pool() as pool:
        reply = pool.verify_software_token(AccessToken=token, UserCode=code)
    if reply.get("Status") != "SUCCESS":
        raise WrongCode


def ask_from_now_on(shopper: Shopper) -> None:
    """Turn the second factor on for each sign-in from now on."""
    with _pool() as pool:
        pool.set_user_mfa_preference(AccessToken=shopper.token, SoftwareTokenMfaSettings=_settings(on=True))


def remove(shopper: Shopper) -> None:
    """Ask for no second factor from now on."""
    with _pool() as pool:
        pool.set_user_mfa_preference(AccessToken=shopper.token, SoftwareTokenMfaSettings=_settings(on=False))


def refuse_for_staff(email: str) -> None:
    """Raise `Refusal` where the account with this address is a colleague's, or there is none, and `Unavailable`."""
    try:
        with _pool() as pool:
            groups = pool.admin_list_groups_for_user(UserPoolId=outputs().shop.user_pool_id, Username=email)["Groups"]
    except WrongCode:  # a guest's address may be longer than the pool takes one
        raise Refusal(_NOBODY) from None
    if roles_of([group["GroupName"] for group in groups]):
        raise Refusal(Problem(type="staff", title=OWNERS_TASK, status=409))


def remove_for(email: str) -> None:
    """Remove the second factor of the shopper with this address. Raises as `refuse_for_staff`."""
    with _pool() as pool:
        pool.admin_set_user_mfa_preference(
            UserPoolId=outputs().shop.user_pool_id, Username=email, SoftwareTokenMfaSettings=_settings(on=False)
        )


def _settings(*, on: bool) -> "SoftwareTokenMfaSettingsTypeTypeDef":
    return {"Enabled": on, "PreferredMfa": on}


def picture(email: str, key: str) -> SafeString:
    """Return the QR code that an app reads the secret from, as SVG without any style of its own."""
    import segno  # no other page draws a code, and a function starts sooner without it

    label = quote(f"{settings.SHOP_NAME}:{email}")
    address = f"otpauth://totp/{label}?{urlencode({'secret': key, 'issuer': settings.SHOP_NAME})}"
    drawn = segno.make(address, error="m").svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - numbers of a path, drawn by a library; the address is in its modules only


@contextmanager
def _pool() -> "Iterator[CognitoIdentityProviderClient]":
    """Yield the client of the pool's API.

    Raises `WrongCode`, `Refusal` 401 for a token that is not for this, and `Unavailable`.
    """
    try:
        yield aws.client("cognito-idp")
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _WRONG:
            raise WrongCode from None
        if code == "NotAuthorizedException":  # a token of an earlier version lacks the scope
            raise Refusal(Problem(type="not-signed-in", title="Please sign in again", status=401)) from None
        if code == "UserNotFoundException":
            raise Refusal(_NOBODY) from None
        raise Unavailable("login") from error
    except BotoCoreError as error:
        raise Unavailable("login") from error
