"""Tokens that nobody should accept, some of them made with the pool's own key: what only the clock or a claim gives
away."""

import base64
import json
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.cloud import ShopCloud


def encode(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def decode(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def claims(token: str) -> dict[str, Any]:
    return dict(decode(token.split(".")[1]))


@dataclass(frozen=True)
class Signer:
    """A key of a user pool, and the id that the pool publishes it under."""

    key: RSAPrivateKey
    kid: str

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token with these claims; a header's None leaves its field out."""
        head = {
            name: value for name, value in ({"alg": "RS256", "kid": self.kid} | header).items() if value is not None
        }
        text = f"{encode(json.dumps(head).encode())}.{encode(json.dumps(claims).encode())}"
        return f"{text}.{encode(self.key.sign(text.encode(), PKCS1v15(), SHA256()))}"


def signer(cloud: ShopCloud, pool: str, token: str) -> Signer:
    """The key that the pool signs access tokens with, as the local cloud keeps it; `token` is one of its own and tells
    the id."""
    key = load_pem_private_key(_read_state(cloud, f"cognito-pool-keys/{pool}-access.pem"), None)
    assert isinstance(key, RSAPrivateKey)
    kid = decode(token.split(".")[0])["kid"]
    published = requests.get(f"{cloud.endpoint}/{pool}/.well-known/jwks.json", timeout=60).json()["keys"]
    assert kid in {each["kid"] for each in published}
    return Signer(key, kid)


def _read_state(cloud: ShopCloud, path: str) -> bytes:
    """Read a file of the local cloud's state, which for a moment of each save is only in the generation before."""
    with suppress(FileNotFoundError):
        return (cloud.place.state / path).read_bytes()
    return (cloud.place.previous / path).read_bytes()


def other_pool(cloud: ShopCloud) -> Signer:
    """The key of another user pool of the same account."""
    cognito = cloud.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="elsewhere")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="elsewhere", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )
    user, password = "eve", "Fresh-paper-and-ink-4"
    cognito.admin_create_user(UserPoolId=pool, Username=user, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username=user, Password=password, Permanent=True)
    reply = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client["UserPoolClient"]["ClientId"],
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user, "PASSWORD": password},
    )
    return signer(cloud, pool, reply["AuthenticationResult"]["AccessToken"])


def with_sub(token: str, sub: str) -> str:
    """The token with another subject under the old signature."""
    head, _, signature = token.split(".")
    return f"{head}.{encode(json.dumps(claims(token) | {'sub': sub}).encode())}.{signature}"


def stale(original: dict[str, Any], seconds: int = 60) -> dict[str, Any]:
    """The claims as they were when they ended so long ago."""
    end = int(time.time()) - seconds
    return original | {"exp": end, "iat": end - 900, "auth_time": end - 900}
