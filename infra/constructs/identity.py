"""Who may sign in, how, and what a token may be used for: a Cognito user pool with managed login."""

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from backend.contracts import shop
from backend.contracts.account import SHORTEST_PASSWORD
from backend.contracts.operation import RESOURCE_SERVER, SCOPES, STAFF_GROUP, Caller, Role
from backend.contracts.sign_in import CALLBACK_PATH, TERMINAL_CALLBACK
from infra.config import Config
from infra.constructs.branding import brand
from infra.constructs.code_grant import code_grant
from infra.constructs.pool_mails import code_mail, invitation
from infra.constructs.random_ending import random_ending
from infra.urls import LOGGED_OUT

REFRESH, WORKING_DAY = cdk.Duration.days(30), cdk.Duration.hours(12)

_OWN_SCOPES = (
    cognito.OAuthScope.OPENID,
    cognito.OAuthScope.EMAIL,
    cognito.OAuthScope.PROFILE,
    cognito.OAuthScope.COGNITO_ADMIN,
)
"""Who somebody is, and their own second factor to set up."""


class Users(Construct):
    """The pool, the groups of staff, what its tokens may be used for, and the sign-in pages."""

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        self.pool = _pool(self, config)
        cognito.CfnUserPoolGroup(
            self,
            "Staff",
            user_pool_id=self.pool.user_pool_id,
            group_name=STAFF_GROUP,
            description="Owners, from before there were roles",
        )
        for role in Role:
            cognito.CfnUserPoolGroup(
                self,
                f"Role{role.name.title().replace('_', '')}",
                user_pool_id=self.pool.user_pool_id,
                group_name=role.value,
            )
        self.scopes = self._scopes()
        self.domain = self.pool.add_domain(
            "Domain",
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=_prefix(config)),
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
            Caller.STAFF: "Act as the shop's staff, if in one of its groups",
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
        brand(self, "Branding", users.pool, self.web)
        brand(self, "TerminalBranding", users.pool, self.terminal)

    @property
    def ids(self) -> list[str]:
        """Whom tokens may be issued to."""
        return [self.web.user_pool_client_id, self.terminal.user_pool_client_id]

    def _web(self, storefronts: list[str]) -> cognito.UserPoolClient:
        """Make the client of the storefront: a confidential one that may use the code grant only (PKCE is its own part
        of it).
        """
        return cognito.UserPoolClient(
            self._group,
            "Web",
            user_pool=self._pool,
            generate_secret=True,
            auth_flows=cognito.AuthFlow(user_password=True),  # sets a first password: `account.pool.confirm`
            refresh_token_validity=REFRESH,
            **code_grant(
                [each + CALLBACK_PATH for each in storefronts],
                [each + LOGGED_OUT for each in storefronts],
                self._scopes,
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
            **code_grant([TERMINAL_CALLBACK], None, self._scopes),
        )


def _pool(scope: Construct, config: Config) -> cognito.UserPool:
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
        user_verification=code_mail(config.seller),
        user_invitation=invitation(config.seller),
        email=_mail(config),
        mfa=cognito.Mfa.OPTIONAL,
        mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
        deletion_protection=config.is_production,
        removal_policy=config.removal_policy,
    )


def _mail(config: Config) -> cognito.UserPoolEmail | None:
    """Send sign-in mails by SES where its identity is verified already: Cognito asks for that, and its own sender stops
    at 50 a day.

    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
    """
    if not config.mail_verified:
        return None
    domain = config.mail_domain if config.mail_identity.endswith("domain") else None
    return cognito.UserPoolEmail.with_ses(
        from_email=config.mail_from, from_name=shop.NAME, ses_region=cdk.Aws.REGION, ses_verified_domain=domain
    )


def _prefix(config: Config) -> str:
    """Return the prefix of the sign-in pages' address, which nobody else in the region may have.

    By itself it ends in the last part of the stack's id, which is random: it tells no account, and a stack that is made
    again does not meet the prefix of a pool that stayed.
    """
    if config.domain_prefix:
        return config.domain_prefix
    if config.local:
        return f"halftone-{cdk.Aws.ACCOUNT_ID}"
    return f"{config.name.lower()}-{random_ending()}"
