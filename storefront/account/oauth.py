"""Cognito's hosted login as an OAuth 2 provider: code grant with PKCE, refresh, and the way out.

Authlib speaks the protocol. It is imported when somebody signs in: visitors' pages are not to wait for it.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings

from backend.contracts.operation import SCOPES
from backend.contracts.sign_in import CALLBACK_PATH
from storefront.account import cognito
from storefront.clients.api import Unavailable
from storefront.clients.outputs import outputs
from storefront.web import languages

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

OWN_ACCOUNT = "aws.cognito.signin.user.admin"  # lets the token see and set its owner's second factor
SCOPE = " ".join(("openid", "email", "profile", OWN_ACCOUNT, *SCOPES.values()))
TIMEOUT = (1.0, 4.0)  # seconds to connect, and to wait for the reply


class Rejected(Exception):
    """The provider refuses the code or the refresh token; its text is the OAuth error code."""


def callback_url() -> str:
    """Return where the hosted login sends people back to; Cognito compares it letter by letter."""
    return f"{settings.SHOP_URL}{CALLBACK_PATH}"


def _client(public: str) -> "OAuth2Session":
    """Return a session of the shop's own client, or of the `public` one of this id, which has no secret."""
    from authlib.integrations.requests_client import OAuth2Session

    if public:
        # a public client has no secret
        session = OAuth2Session(public, token_endpoint_auth_method="none", default_timeout=TIMEOUT)  # noqa: S106
    else:
        session = OAuth2Session(outputs().shop.client_id, cognito.client_secret(), default_timeout=TIMEOUT)
    session.trust_env = False
    return session


def authorize_url(state: str, nonce: str, verifier: str, *, redirect_uri: str, public: str = "", **hints: str) -> str:
    """Return where to send the browser. PKCE (RFC 7636) and the nonce tie the answer to this browser's session.

    The password is always asked for: else the login's own cookie would sign in whoever was signed out everywhere, or
    was idle too long. `hints` are what the page shows at first: `lang`, its language, and `login_hint`, an address.
    """
    from authlib.integrations.requests_client import OAuth2Session

    session = OAuth2Session(
        public or outputs().shop.client_id, scope=SCOPE, redirect_uri=redirect_uri, code_challenge_method="S256"
    )
    url, _ = session.create_authorization_url(
        f"{outputs().shop.login_url}/oauth2/authorize",
        state=state,
        code_verifier=verifier,
        nonce=nonce,
        prompt="login",
        **hints,
    )
    return str(url)


def exchange(code: str, verifier: str, *, redirect_uri: str, public: str = "") -> dict[str, object]:
    """Return the tokens for a code. Raises `Rejected` or `Unavailable`."""
    return _ask(
        "fetch_token",
        public,
        grant_type="authorization_code",
        code=code,
        code_verifier=verifier,
        redirect_uri=redirect_uri,
    )


def refresh(refresh_token: str, *, public: str = "") -> dict[str, object]:
    """Return new tokens; the refresh token among them only where the pool rotates it.

    Raises `Rejected` where it is revoked, expired or its user disabled, and `Unavailable` for all that may pass. Asked
    twice where the reply is lost: within the pool's grace period the old token still answers.
    """
    try:
        return _ask("refresh_token", public, refresh_token=refresh_token)
    except Unavailable:
        return _ask("refresh_token", public, refresh_token=refresh_token)
    except Rejected as error:
        if str(error) == "invalid_grant":
            raise
        raise Unavailable("login") from None


def _ask(method: str, public: str, **arguments: str) -> dict[str, object]:
    import requests
    from authlib.integrations.base_client import OAuthError

    try:
        return dict(
            getattr(_client(public), method)(
                f"{outputs().shop.login_url}/oauth2/token", allow_redirects=False, **arguments
            )
        )
    except OAuthError as error:
        if error.error == "invalid_client":
            cognito.forget_client_secret()
            raise Unavailable("login") from None
        raise Rejected(str(error.error)) from None
    except (requests.RequestException, ValueError):
        raise Unavailable("login") from None


def logout_url() -> str:
    """Return the URL that ends the hosted login's session and leads back here, in the page's language, by Cognito's own
    `logout_uri`.
    """
    query = {"client_id": outputs().shop.client_id, "logout_uri": f"{settings.SHOP_URL}{languages.prefix()}/"}
    return f"{outputs().shop.login_url}/logout?{urlencode(query)}"
