"""The programs that may ask the user pool to sign somebody in: the storefront, and commands in a terminal."""

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from backend.contracts.sign_in import CALLBACK_PATH, TERMINAL_CALLBACK
from infra.constructs.branding import brand
from infra.constructs.code_grant import code_grant
from infra.constructs.identity import Users
from infra.urls import LOGGED_OUT

REFRESH, WORKING_DAY = cdk.Duration.days(30), cdk.Duration.hours(12)

_OWN_SCOPES = (
    cognito.OAuthScope.OPENID,
    cognito.OAuthScope.EMAIL,
    cognito.OAuthScope.PROFILE,
    cognito.OAuthScope.COGNITO_ADMIN,
)
"""Who somebody is, and their own second factor to set up."""


class Clients(Construct):
    """The clients of the user pool: the storefront at its addresses, and commands in a terminal."""

    def __init__(self, scope: Construct, id: str, users: Users, storefronts: list[str]) -> None:
        super().__init__(scope, id)
        self._pool, self._scopes = users.pool, [*_OWN_SCOPES, *users.scopes]
        self._group = Construct(self, "Pool")
        self.web = self._web(storefronts)
        self.terminal = self._terminal()
        brand(self, "Branding", users.pool, self.web)
        brand(self, "TerminalBranding", users.pool, self.terminal)

    @property
    def ids(self) -> list[str]:
        """Whom tokens may be issued to."""
        return [self.web.user_pool_client_id, self.terminal.user_pool_client_id]

    def _web(self, storefronts: list[str]) -> cognito.UserPoolClient:
        """Create the storefront's client: a confidential one that may only use the code grant, to which the storefront
        adds PKCE."""
        return cognito.UserPoolClient(
            self._group,
            "Web",
            user_pool=self._pool,
            generate_secret=True,
            auth_flows=cognito.AuthFlow(user_password=True),  # sets a first password: `account.pool.confirm`
            refresh_token_validity=REFRESH,
            **code_grant(
                [each + CALLBACK_PATH for each in storefronts],
                [each + home for each in storefronts for home in LOGGED_OUT],
                self._scopes,
            ),
        )

    def _terminal(self) -> cognito.UserPoolClient:
        """Create the client for commands that a member of staff runs: a public one, since a program on somebody's
        machine cannot keep a secret (RFC 8252).

        It takes no password itself: the one flow that it names has no function behind it. Without any flow named,
        Cognito would allow SRP.
        """
        return cognito.UserPoolClient(
            self._group,
            "Terminal",
            user_pool=self._pool,
            generate_secret=False,
            auth_flows=cognito.AuthFlow(custom=True),
            refresh_token_validity=WORKING_DAY,
            **code_grant([TERMINAL_CALLBACK], None, self._scopes),
        )
