"""The common settings of the user pool's clients: sign-in by the authorization code grant."""

from typing import TypedDict

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito

ROTATION_GRACE = cdk.Duration.seconds(10)  # a lost reply may be asked for again
ACCESS = cdk.Duration.minutes(15)  # a revoked access token passes API Gateway's check until it expires


class CodeGrant(TypedDict):
    """The arguments of CDK's `add_client` for such a client."""

    o_auth: cognito.OAuthSettings
    supported_identity_providers: list[cognito.UserPoolClientIdentityProvider]
    prevent_user_existence_errors: bool
    enable_token_revocation: bool
    refresh_token_rotation_grace_period: cdk.Duration
    access_token_validity: cdk.Duration
    id_token_validity: cdk.Duration
    read_attributes: cognito.ClientAttributes
    write_attributes: cognito.ClientAttributes


def code_grant(callbacks: list[str], log_outs: list[str] | None, scopes: list[cognito.OAuthScope]) -> CodeGrant:
    """Return the settings of a client that signs people in at the hosted login."""
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
