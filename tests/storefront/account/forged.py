"""Tokens that are not to be believed: each is made from claims that would be, and the pool's key, which most do not
use."""

import json
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from joserfc.jwk import RSAKey

from storefront.account.jwt import LEEWAY
from tests.storefront.account.hosted import ISSUER, encode, key, sign

Claims = dict[str, Any]
Make = Callable[[Claims, RSAKey], str]
NONCE = "the-login's-nonce"


class From(int):
    """A moment as far from now, in seconds."""

    def epoch(self) -> int:
        return int(time.time()) + self


def change_claims(**changes: Any) -> Make:
    """The claims with these instead; `...` leaves one out."""

    def make(claims: Claims, pool: RSAKey) -> str:
        moved = {
            name: value.epoch() if isinstance(value, From) else value for name, value in (claims | changes).items()
        }
        return sign({name: value for name, value in moved.items() if value is not ...}, pool)

    return make


def change_header(**changes: Any) -> Make:
    return lambda claims, pool: sign(claims, pool, {"alg": "RS256", "kid": pool.kid} | changes)


def leave_unsigned(alg: str) -> Make:
    return lambda claims, pool: (
        ".".join(encode(json.dumps(part).encode()) for part in ({"alg": alg, "kid": pool.kid}, claims)) + "."
    )


def by_public_key_as_secret(claims: Claims, pool: RSAKey) -> str:
    text = ".".join(encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": pool.kid}, claims))
    mac = HMAC(pool.as_pem(private=False), SHA256())
    mac.update(text.encode())
    return f"{text}.{encode(mac.finalize())}"


def with_payload_changed(claims: Claims, pool: RSAKey) -> str:
    head, _, signature = sign(claims, pool).split(".")
    return f"{head}.{encode(json.dumps(claims | {'sub': 'somebody-else'}).encode())}.{signature}"


def with_signature_changed(claims: Claims, pool: RSAKey) -> str:
    text, _, signature = sign(claims, pool).rpartition(".")
    return f"{text}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def with_last_bit_of_padding_set(claims: Claims, pool: RSAKey) -> str:
    token = sign(claims, pool)
    return token[:-1] + chr(ord(token[-1]) + 1)


def with_claims_twice(claims: Claims, pool: RSAKey) -> str:
    return sign(json.dumps(claims)[:-1] + ', "sub": "somebody-else"}', pool)


def with_alg_twice(claims: Claims, pool: RSAKey) -> str:
    head = encode(f'{{"alg":"none","alg":"RS256","kid":"{pool.kid}"}}'.encode())
    return f"{head}.{sign(claims, pool).partition('.')[2]}"


def with_own_key(**header: Any) -> Make:
    """Signed by a key that the token brings or names itself; `kid=...` puts it under the pool's key's id."""
    own = key("elsewhere")

    def make(claims: Claims, pool: RSAKey) -> str:
        return sign(
            claims,
            own,
            {"alg": "RS256", "kid": own.kid} | header | ({"kid": pool.kid} if header.get("kid") is ... else {}),
        )

    return make


def from_the_other_use(claims: Claims, pool: RSAKey) -> str:
    """An ID token where an access token is due, and the other way round."""
    if claims["token_use"] == "access":
        return sign({**claims, "token_use": "id", "aud": claims["client_id"], "nonce": NONCE}, pool)
    return sign({**claims, "token_use": "access", "client_id": claims["aud"]}, pool)


ELSEWHERE = "https://evil.example/keys.json"
# What an outsider can make, or has kept from another time or place.
OUTSIDERS: dict[str, Make] = {
    "no signature, alg none": leave_unsigned("none"),
    "no signature, alg None": leave_unsigned("None"),
    "no signature, alg RS256": leave_unsigned("RS256"),
    "HS256 with the public key as secret": by_public_key_as_secret,
    "another pool's key under our key's id": lambda claims, pool: sign(
        claims, key("elsewhere"), {"alg": "RS256", "kid": pool.kid}
    ),
    "another pool's key under its own id": lambda claims, pool: sign(claims, key("elsewhere")),
    "another pool": change_claims(iss="https://cognito-idp.us-east-1.amazonaws.com/us-east-1_there"),
    "no issuer": change_claims(iss=...),
    "another client": change_claims(aud="client-there", client_id="client-there"),
    "no audience": change_claims(aud=..., client_id=...),
    "the other use": from_the_other_use,
    "expired": change_claims(exp=From(-LEEWAY - 5)),
    "valid later": change_claims(nbf=From(LEEWAY + 60)),
    "issued in the future": change_claims(iat=From(LEEWAY + 60)),
    "payload changed": with_payload_changed,
    "signature changed": with_signature_changed,
    "signature cut off": lambda claims, pool: sign(claims, pool).rpartition(".")[0] + ".",
    "signature missing": lambda claims, pool: sign(claims, pool).rpartition(".")[0],
    "unknown kid": change_header(kid="nobody"),
    "kid a path": change_header(kid="../../../../dev/null"),
    "kid a query": change_header(kid="' OR 1=1 --"),
    "a key of its own inside": with_own_key(jwk=key("elsewhere").as_dict(private=False)),
    "alg twice": with_alg_twice,
    "empty": lambda claims, pool: "",
    "dots": lambda claims, pool: "..",
    "garbage": lambda claims, pool: "a.b.c",
    "beyond ASCII": lambda claims, pool: sign(claims, pool).replace("e", "е", 1),
    "lone surrogate": lambda claims, pool: "\ud800.a.b",
    "its own key at jku": with_own_key(jku=ELSEWHERE),
    "its own key at x5u": with_own_key(x5u=ELSEWHERE),
    "its own key at jku, under our key's id": with_own_key(jku=ELSEWHERE, kid=...),
}
# What only the pool itself could have signed, or another spelling of what it did: odd enough not to be believed here
# either.
ODD: dict[str, Make] = {
    "alg RS512": change_header(alg="RS512"),
    "alg PS256": change_header(alg="PS256"),
    "alg a list": change_header(alg=["RS256"]),
    "no alg": lambda claims, pool: sign(claims, pool, {"kid": pool.kid}),
    "issuer with a slash more": change_claims(iss=f"{ISSUER}/"),
    "several audiences": change_claims(aud=["client-here", "client-there"], client_id=["client-here", "client-there"]),
    "another token_use": change_claims(token_use="refresh"),
    "no token_use": change_claims(token_use=...),
    "expires never": change_claims(exp=...),
    "expires as text": change_claims(exp="9999999999"),
    "expires at infinity": lambda claims, pool: sign(json.dumps(claims | {"exp": float("inf")}), pool),
    "expires at 1e999": lambda claims, pool: sign(
        json.dumps(claims | {"exp": 7}).replace('"exp": 7', '"exp": 1e999'), pool
    ),
    "expires true": change_claims(exp=True),
    "issued never": change_claims(iat=...),
    "no subject": change_claims(sub=...),
    "empty subject": change_claims(sub=""),
    "subject a number": change_claims(sub=7),
    "signature's padding bits set": with_last_bit_of_padding_set,
    "no kid": lambda claims, pool: sign(claims, header={"alg": "RS256"}),
    "kid a number": change_header(kid=1),
    "kid a list": change_header(kid=["a", "b"]),
    "jku": change_header(jku=ELSEWHERE),
    "x5u": change_header(x5u=ELSEWHERE),
    "x5c": change_header(x5c=["MIIB"]),
    "jwk": change_header(jwk={"kty": "oct", "k": "AA"}),
    "crit": change_header(crit=["exp"]),
    "b64 false": change_header(b64=False, crit=["b64"]),
    "zip": change_header(zip="DEF"),
    "typ of another kind": change_header(typ="at+jwt"),
    "a claim twice": with_claims_twice,
    "payload a list": lambda claims, pool: sign("[]", pool),
    "payload not JSON": lambda claims, pool: sign("{", pool),
    "payload deep": lambda claims, pool: sign("[" * 5_000, pool),
    "five parts": lambda claims, pool: sign(claims, pool) + ".a.b",
    "space around": lambda claims, pool: f" {sign(claims, pool)} ",
    "line break inside": lambda claims, pool: sign(claims, pool).replace(".", ".\n", 1),
    "NUL": lambda claims, pool: sign(claims, pool) + "\0",
    "very long": lambda claims, pool: sign(claims | {"more": "x" * 9_000}, pool),
}
FORGED = OUTSIDERS | ODD
