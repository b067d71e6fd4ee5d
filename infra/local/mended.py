"""MiniStack with one gap closed: what it gives for a refresh token has lost the person's groups, which Cognito keeps.

Staff would be nobody a quarter of an hour after they signed in. A proof tells whether tokens keep their groups; once MiniStack does that
by itself, `python -m ministack` will do. It is run by its path, so that nothing of ours can be imported in it.
"""

from typing import Any

from ministack.app import main
from ministack.services import cognito

_made = cognito._fake_token


def _groups(pool_id: str, username: str) -> list[str]:
    pool = cognito._get_pool_unscoped(pool_id) or {}
    return list(pool.get("_users", {}).get(username, {}).get("_groups", []))


def _token(sub: str, pool_id: str, *more: Any, groups: list[str] | None = None, **named: Any) -> str:
    if groups is None and "username" in named:
        groups = _groups(pool_id, named["username"])
    return str(_made(sub, pool_id, *more, groups=groups, **named))


cognito._fake_token = _token

if __name__ == "__main__":
    main()
