"""A hosted login on this machine that does what Cognito's does, and on request does it wrong."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import RSAKey

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_here"
SUB = "7d1f3a52-0000-4000-8000-000000000001"
Reply = tuple[int, Any]


@cache
def key(name: str) -> RSAKey:
    """A key of that name; the same one whenever it is asked for in this process."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"}, private=True)


def encode(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def sign(claims: Any, signer: RSAKey | None = None, header: dict[str, Any] | None = None) -> str:
    """A token with these claims, signed by the pool's key unless told otherwise.

    `claims` may be JSON text of its own making.
    """
    signer = signer or key("here-1")
    payload = claims if isinstance(claims, str) else json.dumps(claims)
    head = header if header is not None else {"alg": "RS256", "kid": signer.kid}
    text = f"{encode(json.dumps(head).encode())}.{encode(payload.encode())}"
    return f"{text}.{_signature(text, signer)}"


def _signature(text: str, signer: RSAKey) -> str:
    assert signer.private_key
    return encode(signer.private_key.sign(text.encode(), padding.PKCS1v15(), SHA256()))


@dataclass
class Hosted:
    """`codes` are those given out; `wrong` may replace any reply by path; `seen` counts requests by path or grant."""

    pool: str = "us-east-1_here"
    client_id: str = "client-here"
    client_secret: str = "secret-here"
    email: str = "ada@example.com"
    sub: str = SUB
    groups: tuple[str, ...] = ()
    keys: list[str] = field(default_factory=lambda: ["here-1", "here-2"])
    lives: int = 900
    rotates: bool = True
    wait: float = 0.0
    skew: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, Callable[[], Reply]] = field(default_factory=dict)
    claims: dict[str, dict[str, Any]] = field(default_factory=lambda: {"id": {}, "access": {}})
    seen: dict[str, int] = field(default_factory=dict)
    url: str = ""
    authorization: str = ""

    def signs_in(self, authorize_url: str, **changes: str) -> str:
        """The query that the hosted login sends the browser back with, once somebody has signed in there."""
        asked = dict(parse_qsl(urlsplit(authorize_url).query)) | changes
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return urlencode({"code": code, "state": asked["state"]})

    def tokens(self, nonce: str = "", sub: str = "") -> dict[str, Any]:
        now, sub = int(time.time()) + self.skew, sub or self.sub
        common = {"sub": sub, "iss": ISSUER, "iat": now, "exp": now + self.lives, "jti": secrets.token_hex(8)}
        identity = {"aud": self.client_id, "token_use": "id", "nonce": nonce, "email": self.email, "name": "Ada"}
        access = {"client_id": self.client_id, "token_use": "access", "scope": "openid shop/shopper", "username": sub}
        grouped = {"cognito:groups": list(self.groups)} if self.groups else {}
        refresh = secrets.token_urlsafe(24)
        self.refresh_tokens[refresh] = sub
        return {
            "id_token": sign(common | identity | grouped | self.claims["id"], key(self.keys[0])),
            "access_token": sign(common | access | grouped | self.claims["access"], key(self.keys[-1])),
            "refresh_token": refresh,
            "token_type": "Bearer",
            "expires_in": self.lives,
        }

    def answer(self, path: str, form: dict[str, str], basic: str) -> Reply:
        what = form.get("grant_type", path)
        self.seen[what] = self.seen.get(what, 0) + 1
        time.sleep(self.wait)
        if what in self.wrong:
            return self.wrong[what]()
        if path == "/keys":
            return 200, {"keys": [key(name).as_dict(private=False) for name in self.keys]}
        if path == "/categories":
            return 200, {"items": [], "count": 0}
        if path != "/oauth2/token":
            return 404, {}
        if basic != f"{self.client_id}:{self.client_secret}":
            return 401, {"error": "invalid_client"}
        return self._code(form) if what == "authorization_code" else self._refresh(form)

    def _code(self, form: dict[str, str]) -> Reply:
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        wanted = asked and (asked.get("code_challenge"), asked["redirect_uri"], asked["client_id"])
        if asked is None or wanted != (challenge, form.get("redirect_uri"), self.client_id):
            return 400, {"error": "invalid_grant"}
        return 200, self.tokens(asked.get("nonce", ""))

    def _refresh(self, form: dict[str, str]) -> Reply:
        sub = self.refresh_tokens.get(form.get("refresh_token", ""))
        if sub is None:
            return 400, {"error": "invalid_grant"}
        reply = self.tokens(sub=sub)
        if not self.rotates:
            self.refresh_tokens.pop(reply.pop("refresh_token"))
        else:
            self.refresh_tokens.pop(form["refresh_token"])
        return 200, reply


class Server(ThreadingHTTPServer):
    """Many may call at a time, and hang up before they are answered."""

    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


def serve(hosted: Hosted) -> ThreadingHTTPServer:
    """Starts it on a free port, in a thread; `hosted.url` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({}, "")

        do_PUT = do_DELETE = do_GET  # noqa: N815 - named by the standard library

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            given = self.headers.get("authorization", "").removeprefix("Basic ")
            self._reply(form, ":".join(unquote(part) for part in base64.b64decode(given).decode().split(":", 1)))

        def _reply(self, form: dict[str, str], basic: str) -> None:
            login: Hosted = self.server.hosted  # type: ignore[attr-defined]
            login.authorization = self.headers.get("authorization", "")
            status, content = login.answer(self.path, form, basic)
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    server.hosted = hosted  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
