"""No forged or stale token is believed."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from storefront.account.claims import LEEWAY, Forged, Use, verify
from tests.storefront.account.hosted import ISSUER, SUB, Hosted, encoded, key, signed

Make = Callable[[dict[str, Any]], str]
NONCE = "the-login's-nonce"


class From(int):
    """A moment as far from now, in seconds."""

    def epoch(self) -> int:
        return int(time.time()) + self


def changed(**changes: Any) -> Make:
    """The claims with these instead; `...` leaves one out."""

    def make(claims: dict[str, Any]) -> str:
        moved = {name: value.epoch() if isinstance(value, From) else value for name, value in (claims | changes).items()}
        return signed({name: value for name, value in moved.items() if value is not ...})

    return make


def headed(**changes: Any) -> Make:
    return lambda claims: signed(claims, header={"alg": "RS256", "kid": "here-1"} | changes)


def unsigned(alg: str) -> Make:
    header = {"alg": alg, "kid": "here-1"}
    return lambda claims: ".".join(encoded(json.dumps(part).encode()) for part in (header, claims)) + "."


def by_public_key_as_secret(claims: dict[str, Any]) -> str:
    text = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "here-1"}, claims))
    mac = HMAC(key("here-1").as_pem(private=False), SHA256())
    mac.update(text.encode())
    return f"{text}.{encoded(mac.finalize())}"


def with_payload_changed(claims: dict[str, Any]) -> str:
    head, _, signature = signed(claims).split(".")
    return f"{head}.{encoded(json.dumps(claims | {'sub': 'somebody-else'}).encode())}.{signature}"


def with_signature_changed(claims: dict[str, Any]) -> str:
    text, _, signature = signed(claims).rpartition(".")
    return f"{text}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def with_last_bit_of_padding_set(claims: dict[str, Any]) -> str:
    token = signed(claims)
    return token[:-1] + chr(ord(token[-1]) + 1)


def with_claims_twice(claims: dict[str, Any]) -> str:
    return signed(json.dumps(claims)[:-1] + ', "sub": "somebody-else"}')


def with_alg_twice(claims: dict[str, Any]) -> str:
    head = encoded(b'{"alg":"none","alg":"RS256","kid":"here-1"}')
    return f"{head}.{signed(claims).partition('.')[2]}"


def with_own_key_inside(claims: dict[str, Any]) -> str:
    return signed(claims, key("elsewhere"), {"alg": "RS256", "kid": "elsewhere", "jwk": key("elsewhere").as_dict(private=False)})


def from_the_other_use(claims: dict[str, Any]) -> str:
    """An ID token where an access token is due, and the other way round."""
    if claims["token_use"] == "access":
        return signed({**claims, "token_use": "id", "aud": claims["client_id"], "nonce": NONCE})
    return signed({**claims, "token_use": "access", "client_id": claims["aud"]})


ELSEWHERE = "https://evil.example/keys.json"
FORGED: dict[str, Make] = {
    "no signature, alg none": unsigned("none"),
    "no signature, alg None": unsigned("None"),
    "no signature, alg RS256": unsigned("RS256"),
    "HS256 with the public key as secret": by_public_key_as_secret,
    "alg RS512": headed(alg="RS512"),
    "alg PS256": headed(alg="PS256"),
    "alg a list": headed(alg=["RS256"]),
    "no alg": lambda claims: signed(claims, header={"kid": "here-1"}),
    "another pool's key under our key's id": lambda claims: signed(claims, key("elsewhere"), {"alg": "RS256", "kid": "here-1"}),
    "another pool's key under its own id": lambda claims: signed(claims, key("elsewhere")),
    "another pool": changed(iss="https://cognito-idp.us-east-1.amazonaws.com/us-east-1_there"),
    "issuer with a slash more": changed(iss=f"{ISSUER}/"),
    "no issuer": changed(iss=...),
    "another client": changed(aud="client-there", client_id="client-there"),
    "several audiences": changed(aud=["client-here", "client-there"], client_id=["client-here", "client-there"]),
    "no audience": changed(aud=..., client_id=...),
    "the other use": from_the_other_use,
    "another token_use": changed(token_use="refresh"),
    "no token_use": changed(token_use=...),
    "expired": changed(exp=From(-LEEWAY - 5)),
    "expires never": changed(exp=...),
    "expires as text": changed(exp="9999999999"),
    "expires at infinity": lambda claims: signed(json.dumps(claims | {"exp": float("inf")})),
    "expires at 1e999": lambda claims: signed(json.dumps(claims | {"exp": 7}).replace('"exp": 7', '"exp": 1e999')),
    "expires true": changed(exp=True),
    "valid later": changed(nbf=From(LEEWAY + 60)),
    "issued in the future": changed(iat=From(LEEWAY + 60)),
    "issued never": changed(iat=...),
    "no subject": changed(sub=...),
    "empty subject": changed(sub=""),
    "subject a number": changed(sub=7),
    "payload changed": with_payload_changed,
    "signature changed": with_signature_changed,
    "signature's padding bits set": with_last_bit_of_padding_set,
    "signature cut off": lambda claims: signed(claims).rpartition(".")[0] + ".",
    "signature missing": lambda claims: signed(claims).rpartition(".")[0],
    "no kid": lambda claims: signed(claims, header={"alg": "RS256"}),
    "unknown kid": headed(kid="nobody"),
    "kid a path": headed(kid="../../../../dev/null"),
    "kid a query": headed(kid="' OR 1=1 --"),
    "kid a number": headed(kid=1),
    "kid a list": headed(kid=["here-1"]),
    "jku": headed(jku=ELSEWHERE),
    "x5u": headed(x5u=ELSEWHERE),
    "x5c": headed(x5c=["MIIB"]),
    "jwk": headed(jwk={"kty": "oct", "k": "AA"}),
    "a key of its own inside": with_own_key_inside,
    "crit": headed(crit=["exp"]),
    "b64 false": headed(b64=False, crit=["b64"]),
    "zip": headed(zip="DEF"),
    "typ of another kind": headed(typ="at+jwt"),
    "a claim twice": with_claims_twice,
    "alg twice": with_alg_twice,
    "payload a list": lambda claims: signed("[]"),
    "payload not JSON": lambda claims: signed("{"),
    "payload deep": lambda claims: signed("[" * 5_000),
    "empty": lambda claims: "",
    "dots": lambda claims: "..",
    "garbage": lambda claims: "a.b.c",
    "five parts": lambda claims: signed(claims) + ".a.b",
    "space around": lambda claims: f" {signed(claims)} ",
    "line break inside": lambda claims: signed(claims).replace(".", ".\n", 1),
    "beyond ASCII": lambda claims: signed(claims).replace("e", "е", 1),
    "lone surrogate": lambda claims: "\ud800.a.b",
    "NUL": lambda claims: signed(claims) + "\0",
    "very long": lambda claims: signed(claims | {"more": "x" * 9_000}),
}


def believable(hosted: Hosted, use: Use) -> dict[str, Any]:
    now = int(time.time())
    common = {"iss": ISSUER, "sub": SUB, "token_use": use.value, "iat": now, "exp": now + 900}
    return common | ({"aud": hosted.client_id, "nonce": NONCE} if use is Use.ID else {"client_id": hosted.client_id})


@pytest.fixture(params=Use)
def use(request: pytest.FixtureRequest) -> Use:
    return Use(request.param)


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_or_stale_token_is_not_believed(hosted: Hosted, use: Use, name: str) -> None:
    token = FORGED[name](believable(hosted, use))
    with pytest.raises(Forged):
        verify(token, use, nonce=NONCE)


@pytest.mark.parametrize("nonce", ["another", "", None])
def test_an_id_token_of_another_login_is_not_believed(hosted: Hosted, nonce: str | None) -> None:
    with pytest.raises(Forged):
        verify(signed(believable(hosted, Use.ID)), Use.ID, nonce=nonce)


def test_an_id_token_without_a_nonce_is_not_believed(hosted: Hosted) -> None:
    with pytest.raises(Forged):
        verify(changed(nonce=...)(believable(hosted, Use.ID)), Use.ID, nonce=NONCE)


def test_an_id_token_made_for_another_access_token_is_not_believed(hosted: Hosted) -> None:
    token = changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA")(believable(hosted, Use.ID))
    with pytest.raises(Forged):
        verify(token, Use.ID, nonce=NONCE, access="another")


@pytest.mark.parametrize("changes", [{}, {"exp": From(-LEEWAY + 20)}, {"iat": From(10), "nbf": From(10)}])
def test_the_pools_own_token_is_believed_within_the_leeway(hosted: Hosted, use: Use, changes: dict[str, Any]) -> None:
    token = changed(**changes)(believable(hosted, use))
    assert verify(token, use, nonce=NONCE)["sub"] == SUB
