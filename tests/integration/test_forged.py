"""No forged or stale token gets into the API: tried on a read, a write and a staff operation.

What the local gateway does not look at, AWS does: a token without `exp`, and an `alg` that is not what the signature
was made with.
"""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.contracts.basket.operations import SET_LINE
from backend.contracts.operation import STAFF_GROUP
from backend.contracts.order.operations import LIST_ORDERS
from backend.contracts.product.operations import CREATE_PRODUCT
from tests.cloud import ShopCloud
from tests.integration.api import Api, at_rest, stored
from tests.integration.conftest import NewShopper
from tests.integration.forgery import Signer, claims, encode, signer, stale, with_sub
from tests.integration.shop import article

Claims = dict[str, Any]
Make = Callable[[Signer, Claims], str]


def but(**changes: Any) -> Make:
    """The pool's own signature under claims that differ; `...` leaves one out."""
    return lambda pool, given: pool.sign({name: value for name, value in (given | changes).items() if value is not ...})


def change_header(**changes: Any) -> Make:
    return lambda pool, given: pool.sign(given, **changes)


def _later(name: str) -> Make:
    return lambda pool, given: pool.sign(given | {name: int(time.time()) + 600})


def _own_key(**header: Any) -> Make:
    return lambda pool, given: Signer(generate_private_key(65537, 2048), pool.kid).sign(given, **header)


def _by_public_key_as_secret(pool: Signer, given: Claims) -> str:
    text = ".".join(encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": pool.kid}, given))
    mac = HMAC(pool.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), SHA256())
    mac.update(text.encode())
    return f"{text}.{encode(mac.finalize())}"


def _signature(change: Callable[[str], str]) -> Make:
    def make(pool: Signer, given: Claims) -> str:
        text, _, signature = pool.sign(given).rpartition(".")
        return f"{text}.{change(signature)}"

    return make


FORGED: dict[str, Make] = {
    "expired a minute ago": lambda pool, given: pool.sign(stale(given)),
    "expired a year ago": lambda pool, given: pool.sign(stale(given, 365 * 24 * 3600)),
    "valid later": _later("nbf"),
    "issued in the future": _later("iat"),
    "another subject under the old signature": lambda pool, given: with_sub(pool.sign(given), "somebody-else"),
    "no signature": _signature(lambda signature: ""),
    "a signature of zeros": _signature(lambda signature: "A" * len(signature)),
    "half a signature": _signature(lambda signature: signature[: len(signature) // 2]),
    "a changed signature": _signature(lambda signature: ("A" if signature[0] != "A" else "B") + signature[1:]),
    "alg none, unsigned": lambda pool, given: pool.sign(given, alg="none").rpartition(".")[0] + ".",
    "alg NONE, unsigned": lambda pool, given: pool.sign(given, alg="NONE").rpartition(".")[0] + ".",
    "HS256 with the public key as secret": _by_public_key_as_secret,
    "a key of its own": _own_key(),
    "a key of its own, told by jku": _own_key(jku="https://evil.example/keys.json"),
    "a key of its own, told by x5u": _own_key(x5u="https://evil.example/keys.pem"),
    "a key of its own, as jwk": _own_key(jwk={"kty": "oct", "k": "AA"}),
    "an unknown kid": change_header(kid="nobody"),
    "a kid that is a path": change_header(kid="../../../../dev/null"),
    "a kid that is a query": change_header(kid="' OR 1=1 --"),
    "no kid": change_header(kid=None),
    "another issuer": but(iss="https://cognito-idp.us-east-1.amazonaws.com/us-east-1_there"),
    "the issuer with a slash more": lambda pool, given: pool.sign(given | {"iss": f"{given['iss']}/"}),
    "no issuer": but(iss=...),
    "another client": but(client_id="another"),
    "another audience": but(aud="another"),
    "no client": but(client_id=...),
    "no scope": but(scope=...),
    "an empty scope": but(scope=""),
    "a scope that only looks like ours": but(scope="shop/shoppers ishop/shopper shop shop/staffx"),
    "Cognito's own scope": but(scope="aws.cognito.signin.user.admin openid"),
    "an ID token with our scopes": but(token_use="id"),
    "no token_use": but(token_use=...),
    "no subject": but(sub=...),
    "an empty subject": but(sub=""),
    "nothing": lambda pool, given: "",
    "dots": lambda pool, given: "..",
    "garbage": lambda pool, given: "a.b.c",
    "claims that are no object": lambda pool, given: (
        f"{encode(json.dumps({'alg': 'RS256', 'kid': pool.kid}).encode())}.{encode(b'[]')}.AA"
    ),
    "five parts": lambda pool, given: pool.sign(given) + ".a.b",
    "two tokens": lambda pool, given: f"{pool.sign(given)} {pool.sign(given)}",
    "very long": lambda pool, given: "a" * 7_000 + ".b.c",
}


@pytest.fixture(scope="module")
def right_token(new_shopper: NewShopper) -> tuple[str, Claims]:
    """A right token, and claims as good as it gets: every scope, and the group of staff."""
    token = new_shopper().token
    return token, claims(token) | {"scope": "openid shop/shopper shop/staff", "cognito:groups": [STAFF_GROUP]}


@pytest.fixture(scope="module")
def pool(cloud: ShopCloud, right_token: tuple[str, Claims]) -> Signer:
    return signer(cloud, cloud.outputs["UserPoolId"], right_token[0])


def statuses(api: Api, token: str, sku: str) -> list[int]:
    headers = {"authorization": f"Bearer {token}"}
    return [
        api(LIST_ORDERS, headers=headers).status_code,
        api(SET_LINE, path={"sku": sku}, body={"quantity": 1}, headers=headers).status_code,
        api(CREATE_PRODUCT, body=article("forged"), headers=headers).status_code,
    ]


@pytest.fixture(scope="module", autouse=True)
def _nothing_on_its_way(api: Api, sku: str) -> None:
    at_rest(api.cloud)


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_or_stale_token_opens_nothing(
    api: Api, pool: Signer, right_token: tuple[str, Claims], sku: str, name: str
) -> None:
    before = stored(api.cloud)
    assert set(statuses(api, FORGED[name](pool, right_token[1]), sku)) <= {401, 403}
    assert stored(api.cloud) == before


def test_the_same_claims_under_the_right_signature_do(
    api: Api, pool: Signer, right_token: tuple[str, Claims], sku: str
) -> None:
    """Otherwise the tokens above would be refused for being badly made."""
    token = pool.sign(right_token[1])
    assert [
        api(LIST_ORDERS, token).status_code,
        api(SET_LINE, token, path={"sku": sku}, body={"quantity": 1}).status_code,
    ] == [200, 200]
    assert api(CREATE_PRODUCT, token, body={}).status_code == 422
