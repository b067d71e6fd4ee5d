"""The account that a token belongs to, as Cognito knows it; what the caller claims does not count."""

from typing import NamedTuple

from botocore.exceptions import ClientError

from backend.contracts.problem import Refused
from backend.shared.aws import client

NO_ACCOUNT = (
    "NotAuthorizedException",
    "UserNotFoundException",
    "PasswordResetRequiredException",
    "UserNotConfirmedException",
)
"""What Cognito says where a token is no longer good for asking: revoked, or its account is closed or locked."""


CLOSED_SECONDS = 86_400
"""How long a service remembers that an account was closed; an access token is good for a quarter of an hour."""


class Account(NamedTuple):
    """`email` is empty unless it is confirmed."""

    email: str
    name: str


def read_account(access_token: str) -> Account:
    """Return the token's account. Raise Refused 401 for a token that no longer belongs to one."""
    try:
        reply = client("cognito-idp").get_user(AccessToken=access_token)
    except ClientError as error:
        if error.response["Error"]["Code"] not in NO_ACCOUNT:
            raise
        raise Refused(401, "not-signed-in", "Please sign in") from None
    attributes = {each["Name"]: each["Value"] for each in reply["UserAttributes"]}
    email = attributes.get("email", "") if attributes.get("email_verified") == "true" else ""
    return Account(email, attributes.get("name", ""))
