"""Who may sign in, how, and what a token may be used for: a Cognito user pool with managed login."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from backend.contracts import shop
from backend.contracts.account import SHORTEST_PASSWORD
from backend.contracts.operation import RESOURCE_SERVER, SCOPES, STAFF_GROUP, Caller
from infra.config import Config
from infra.urls import CALLBACK, LOGGED_OUT, TERMINAL_CALLBACK

ACCESS = cdk.Duration.minutes(15)  # a revoked access token passes API Gateway's check until it expires
REFRESH, WORKING_DAY = cdk.Duration.days(30), cdk.Duration.hours(12)
ROTATION_GRACE = cdk.Duration.seconds(10)  # a lost reply may be asked for again

_OWN_SCOPES = (
    cognito.OAuthScope.OPENID,
    cognito.OAuthScope.EMAIL,
    cognito.OAuthScope.PROFILE,
    cognito.OAuthScope.COGNITO_ADMIN,
)
"""Who somebody is, and their own second factor to set up."""

CODE_MAIL = cognito.UserVerificationConfig(
    email_style=cognito.VerificationEmailStyle.CODE,
    email_subject=f"Your code for {shop.NAME}",
    email_body=(
        "<p>Your code is <strong>{####}</strong>.</p>"
        f"<p>Type it on the page of {shop.NAME} that asks for it, to prove that this address is yours. "
        "If you did not ask for a code, there is nothing to do: nothing changes without it.</p>"
    ),
)
"""Cognito has one text for every code, be it for a new account, a new password or a changed address; so it is true of
each of them."""


INVITATION = cognito.UserInvitationConfig(
    email_subject=f"Your account at {shop.NAME}",
    email_body=(
        f"<p>Somebody who runs {shop.NAME} has made an account for {{username}}.</p>"
        "<p>Sign in with the password <strong>{####}</strong>. It is good for three days and for one time: "
        "you are then asked for one of your own.</p>"
    ),
)
"""What `manage.py staff add` has Cognito send; its own text names neither the shop nor the reason."""


class Users(Construct):
    """The pool, the group of staff, what its tokens may be used for, and the sign-in pages."""

    def __init__(self, scope: Construct, id: str, choices: Config) -> None:
        super().__init__(scope, id)
        self.pool = _pool(self, choices)
        cognito.CfnUserPoolGroup(
            self,
            "Staff",
            user_pool_id=self.pool.user_pool_id,
            group_name=STAFF_GROUP,
            description="May change products",
        )
        self.scopes = self._scopes()
        self.domain = self.pool.add_domain(
            "Domain",
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=_prefix(choices)),
            managed_login_version=cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
        )

    @property
    def login_url(self) -> str:
        return self.domain.base_url()

    @property
    def issuer(self) -> str:
        """The `iss` of every token; its keys are at `/.well-known/jwks.json` below it."""
        stack = cdk.Stack.of(self)
        return f"https://cognito-idp.{stack.region}.{stack.url_suffix}/{self.pool.user_pool_id}"

    def _scopes(self) -> list[cognito.OAuthScope]:
        """One scope per kind of caller that signs in: API Gateway tells an access token from an ID token by nothing
        else."""
        words = {
            Caller.SHOPPER: "Act as the signed-in shopper",
            Caller.STAFF: "Act as the shop's staff, if in its group",
        }
        scopes = [
            cognito.ResourceServerScope(
                scope_name=SCOPES[caller].removeprefix(f"{RESOURCE_SERVER}/"), scope_description=text
            )
            for caller, text in words.items()
        ]
        server = self.pool.add_resource_server("Api", identifier=RESOURCE_SERVER, scopes=scopes)
        return [cognito.OAuthScope.resource_server(server, scope) for scope in scopes]


class Clients(Construct):
    """Who may ask the pool to sign somebody in: the storefront at its addresses, and commands in a terminal."""

    def __init__(self, scope: Construct, id: str, users: Users, storefronts: list[str]) -> None:
        super().__init__(scope, id)
        self._pool, self._scopes = users.pool, [*_OWN_SCOPES, *users.scopes]
        self._group = Construct(self, "Pool")
        self.web = self._web(storefronts)
        self.terminal = self._terminal()
        self._look("Branding", self.web)
        self._look("TerminalBranding", self.terminal)

    @property
    def ids(self) -> list[str]:
        """Whom tokens may be issued to."""
        return [self.web.user_pool_client_id, self.terminal.user_pool_client_id]

    def _web(self, storefronts: list[str]) -> cognito.UserPoolClient:
        """The storefront: a confidential client that may use the code grant only (PKCE is the client's part of it)."""
        return cognito.UserPoolClient(
            self._group,
            "Web",
            user_pool=self._pool,
            generate_secret=True,
            auth_flows=cognito.AuthFlow(user_password=True),  # sets a first password: `account.pool.confirm`
            refresh_token_validity=REFRESH,
            **_code_grant(
                [each + CALLBACK for each in storefronts], [each + LOGGED_OUT for each in storefronts], self._scopes
            ),
        )

    def _terminal(self) -> cognito.UserPoolClient:
        """Commands that a member of staff runs: a public client, for a program on somebody's machine keeps no secret
        (RFC 8252).

        It takes no password itself (the one flow that it names has no function behind it: with none named Cognito would
        allow SRP).
        """
        return cognito.UserPoolClient(
            self._group,
            "Terminal",
            user_pool=self._pool,
            generate_secret=False,
            auth_flows=cognito.AuthFlow(custom=True),
            refresh_token_validity=WORKING_DAY,
            **_code_grant([TERMINAL_CALLBACK], None, self._scopes),
        )

    def _look(self, id: str, client: cognito.UserPoolClient) -> None:
        """The newer sign-in pages show an error until the client has a branding, if only Cognito's own."""
        cognito.CfnManagedLoginBranding(
            self,
            id,
            user_pool_id=self._pool.user_pool_id,
            client_id=client.user_pool_client_id,
            use_cognito_provided_values=True,
        )


def _code_grant(callbacks: list[str], log_outs: list[str] | None, scopes: list[cognito.OAuthScope]) -> dict[str, Any]:
    """What both clients have in common."""
    return {
        "o_auth": cognito.OAuthSettings(
            flows=cognito.OAuthFlows(authorization_code_grant=True),
            scopes=scopes,
            callback_urls=callbacks,
            logout_urls=log_outs,
        ),
        "supported_identity_providers": [cognito.UserPoolClientIdentityProvider.COGNITO],
        "prevent_user_existence_errors": True,
        "enable_token_revocation": True,
        "refresh_token_rotation_grace_period": ROTATION_GRACE,
        "access_token_validity": ACCESS,
        "id_token_validity": ACCESS,
        "read_attributes": cognito.ClientAttributes().with_standard_attributes(
            email=True, email_verified=True, fullname=True
        ),
        "write_attributes": cognito.ClientAttributes().with_standard_attributes(email=True, fullname=True),
    }


def _pool(scope: Construct, choices: Config) -> cognito.UserPool:
    return cognito.UserPool(
        scope,
        "Pool",
        feature_plan=cognito.FeaturePlan.ESSENTIALS,
        self_sign_up_enabled=True,
        sign_in_aliases=cognito.SignInAliases(email=True),
        sign_in_case_sensitive=False,
        auto_verify=cognito.AutoVerifiedAttrs(email=True),
        keep_original=cognito.KeepOriginalAttrs(email=True),
        standard_attributes=cognito.StandardAttributes(email=cognito.StandardAttribute(required=True, mutable=True)),
        password_policy=cognito.PasswordPolicy(
            min_length=SHORTEST_PASSWORD,
            require_lowercase=False,
            require_uppercase=False,
            require_digits=False,
            require_symbols=False,
            temp_password_validity=cdk.Duration.days(3),
        ),
        account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
        user_verification=CODE_MAIL,
        user_invitation=INVITATION,
        email=_mail(choices),
        mfa=cognito.Mfa.OPTIONAL,
        mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
        deletion_protection=choices.is_production,
        removal_policy=choices.removal_policy,
    )


def _mail(choices: Config) -> cognito.UserPoolEmail | None:
    """Send sign-in mails by SES where its identity is verified already: Cognito asks for that, and its own sender stops
    at 50 a day.

    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
    """
    if not choices.mail_verified:
        return None
    domain = choices.mail_domain if choices.mail_identity.endswith("domain") else None
    return cognito.UserPoolEmail.with_ses(
        from_email=choices.mail_from, from_name=shop.NAME, ses_region=cdk.Aws.REGION, ses_verified_domain=domain
    )


def _prefix(choices: Config) -> str:
    """Return the prefix of the sign-in pages' address, which nobody else in the region may have.

    By itself it ends in the last part of the stack's id, which is random: it tells no account, and a stack that is made
    again does not meet the prefix of a pool that stayed.
    """
    if choices.domain_prefix:
        return choices.domain_prefix
    if choices.local:
        return f"halftone-{cdk.Aws.ACCOUNT_ID}"
    ending = cdk.Fn.select(4, cdk.Fn.split("-", cdk.Fn.select(2, cdk.Fn.split("/", cdk.Aws.STACK_ID))))
    return f"{choices.name.lower()}-{ending}"
