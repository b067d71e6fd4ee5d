"""Members of staff, as the user pool knows them."""

import logging
import os
from functools import lru_cache

from botocore.exceptions import BotoCoreError, ClientError

from backend.shared.aws import client

_log = logging.getLogger(__name__)


def email(sub: str) -> str:
    """Return the e-mail address of the person that a token's `sub` names; empty if the pool does not answer.

    A failure is only logged: repairs by staff must not wait for the sign-in service, and the `sub` proves who did it.
    """
    try:
        return _email(sub)
    except (ClientError, BotoCoreError) as error:
        _log.warning("no e-mail for a member of staff", extra={"error": type(error).__name__})
        return ""


@lru_cache(maxsize=100)
def _email(sub: str) -> str:
    """Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html (takes
    a `sub`, too)."""
    user = client("cognito-idp").admin_get_user(UserPoolId=os.environ["USER_POOL"], Username=sub)
    return next((str(each["Value"]) for each in user["UserAttributes"] if each["Name"] == "email"), "")
