"""Who may sign in, how, and what a token can be used for: a Cognito user pool with managed login."""

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from backend.contracts import shop
from backend.contracts.account import SHORTEST_PASSWORD
from backend.contracts.operation import RESOURCE_SERVER, SCOPES, STAFF_GROUP, Caller, Role
from infra.config import Config
from infra.constructs.pool_mails import code_mail, invitation
from infra.constructs.random_ending import random_ending


class Users(Construct):
    """The user pool, the groups of staff, the scopes of its tokens, and the sign-in pages."""

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
    """Send sign-in mails by SES if its identity is already verified: Cognito requires that, and its own sender stops at
    50 mails a day.

    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
    """
    if not config.mail_verified:
        return None
    domain = config.mail_domain if config.mail_identity.endswith("domain") else None
    return cognito.UserPoolEmail.with_ses(
        from_email=config.mail_from, from_name=shop.NAME, ses_region=cdk.Aws.REGION, ses_verified_domain=domain
    )


def _prefix(config: Config) -> str:
    """Return the prefix of the sign-in pages' address, which must be unique in the region.

    By default it ends in the last part of the stack's id, which is random: it does not reveal the account, and a stack
    that is created again does not clash with the prefix of a pool that was kept.
    """
    if config.domain_prefix:
        return config.domain_prefix
    if config.local:
        return f"halftone-{cdk.Aws.ACCOUNT_ID}"
    return f"{config.name.lower()}-{random_ending()}"
