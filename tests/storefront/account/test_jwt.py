"""No forged or stale token is believed."""

import time
from typing import Any

import pytest

from storefront.account.jwt import LEEWAY, InvalidToken, Use, verify
from tests.storefront.account.forged import FORGED, NONCE, From, change_claims
from tests.storefront.account.hosted import ISSUER, SUB, Hosted, key, sign


def believable(hosted: Hosted, use: Use) -> dict[str, Any]:
    now = int(time.time())
    common = {"iss": ISSUER, "sub": SUB, "token_use": use.value, "iat": now, "exp": now + 900}
    return common | ({"aud": hosted.client_id, "nonce": NONCE} if use is Use.ID else {"client_id": hosted.client_id})


@pytest.fixture(params=Use)
def use(request: pytest.FixtureRequest) -> Use:
    return Use(request.param)


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_or_stale_token_is_not_believed(hosted_login: Hosted, use: Use, name: str) -> None:
    token = FORGED[name](believable(hosted_login, use), key("here-1"))
    with pytest.raises(InvalidToken):
        verify(token, use, nonce=NONCE)


@pytest.mark.parametrize("nonce", ["another", "", None])
def test_an_id_token_of_another_login_is_not_believed(hosted_login: Hosted, nonce: str | None) -> None:
    with pytest.raises(InvalidToken):
        verify(sign(believable(hosted_login, Use.ID)), Use.ID, nonce=nonce)


def test_an_id_token_without_a_nonce_is_not_believed(hosted_login: Hosted) -> None:
    with pytest.raises(InvalidToken):
        verify(change_claims(nonce=...)(believable(hosted_login, Use.ID), key("here-1")), Use.ID, nonce=NONCE)


def test_an_id_token_made_for_another_access_token_is_not_believed(hosted_login: Hosted) -> None:
    token = change_claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA")(believable(hosted_login, Use.ID), key("here-1"))
    with pytest.raises(InvalidToken):
        verify(token, Use.ID, nonce=NONCE, access="another")


@pytest.mark.parametrize("changes", [{}, {"exp": From(-LEEWAY + 20)}, {"iat": From(10), "nbf": From(10)}])
def test_the_pools_own_token_is_believed_within_the_leeway(
    hosted_login: Hosted, use: Use, changes: dict[str, Any]
) -> None:
    token = change_claims(**changes)(believable(hosted_login, use), key("here-1"))
    assert verify(token, use, nonce=NONCE)["sub"] == SUB
