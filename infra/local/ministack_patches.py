"""MiniStack with the gaps of its Cognito closed that shoppers and staff would fall into:

- What it gives for a refresh token has lost the person's groups, which Cognito keeps: staff would be nobody after a
  quarter of an hour.
- It takes Ada@example.com and ada@example.com for two accounts, in a pool that is told not to.
- It mails a code for a new password before the address is confirmed, and a code to confirm one that is confirmed;
  Cognito refuses both.
- It leaves an address unverified whose code was typed: what asks for a confirmed address would never get one.

Tests tell whether the shop needs each; once MiniStack does all by itself, `python -m ministack` will do. It is run by
its path, so that nothing of ours can be imported in it. Seven modules beside it change more: `saving` keeps the state
safe, `objects` what lies in buckets, `workers` bounds the functions' processes, `forked_process` starts them warm,
`function_logs` reads their lines, `physical_names` keeps names, `sign_in_page` has the shop's look.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TypedDict

from ministack.app import main
from ministack.services import cognito

_made = cognito._fake_token


def _groups(pool_id: str, username: str) -> list[str]:
    pool = cognito._get_pool_unscoped(pool_id) or {}
    return list(pool.get("_users", {}).get(username, {}).get("_groups", []))


def _token(sub: str, pool_id: str, *more: object, groups: list[str] | None = None, **named: object) -> str:
    if groups is None and "username" in named:
        groups = _groups(pool_id, str(named["username"]))
    return str(_made(sub, pool_id, *more, groups=groups, **named))


cognito._fake_token = _token


class User(TypedDict, total=False):
    """A user in MiniStack's memory, as far as it is read here."""

    Attributes: list[dict[str, str]]
    UserStatus: str


class Pool(TypedDict, total=False):
    """A user pool in MiniStack's memory."""

    UsernameConfiguration: dict[str, bool]
    _users: dict[str, User]


Reply = tuple[int, object, object]
"""Status, headers and body."""

Handler = Callable[[dict[str, str]], Reply]
"""Answers a call by its body."""

_found = cognito._resolve_user


def _resolve_user(pool: Pool, username: object) -> tuple[User | None, object]:
    """Return the user of that name, in whatever case it is written where the pool takes any."""
    user, error = _found(pool, username)
    if user or not isinstance(username, str) or pool.get("UsernameConfiguration", {}).get("CaseSensitive", True):
        return user, error
    for each in pool["_users"].values():
        email = cognito._attr_list_to_dict(each.get("Attributes", [])).get("email", "")
        if email.casefold() == username.casefold():
            return each, None
    return user, error


cognito._resolve_user = _resolve_user


def _only(handler: Handler, confirmed: bool, message: str) -> Handler:
    """Return the handler for accounts that are confirmed, or are not; the others are refused as Cognito refuses
    them.
    """

    def handle(data: dict[str, str]) -> Reply:
        pool, _ = cognito._pool_for_client(data.get("ClientId"))
        user = _resolve_user(pool, data.get("Username"))[0] if pool else None
        if user and (user.get("UserStatus") != "UNCONFIRMED") is not confirmed:
            refused: Reply = cognito.error_response_json("InvalidParameterException", message, 400)
            return refused
        return handler(data)

    return handle


cognito._forgot_password = _only(
    cognito._forgot_password,
    True,
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
)
cognito._resend_confirmation_code = _only(cognito._resend_confirmation_code, False, "User is already confirmed.")


_confirm = cognito._confirm_sign_up


def _confirm_sign_up(data: dict[str, str]) -> Reply:
    """Confirm the account, and with it the address that the code went to."""
    reply: Reply = _confirm(data)
    pool, _ = cognito._pool_for_client(data.get("ClientId"))
    user = _resolve_user(pool, data.get("Username"))[0] if pool else None
    if user and reply[0] == 200:
        verified = [{"Name": "email_verified", "Value": "true"}]
        user["Attributes"] = cognito._merge_attributes(user.get("Attributes", []), verified)
    return reply


cognito._confirm_sign_up = _confirm_sign_up


def _beside(name: str) -> ModuleType:
    """Return a module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


for each in ("objects", "physical_names", "saving", "workers", "forked_process", "function_logs", "sign_in_page"):
    _beside(each).install()

if __name__ == "__main__":
    main()
