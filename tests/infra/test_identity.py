"""The user pool, its client and its sign-in pages."""

import re

import pytest

from backend.contracts.account import SHORTEST_PASSWORD
from backend.contracts.operation import ROLES_BY_GROUP
from backend.contracts.shop import LANGUAGES
from backend.contracts.sign_in import CALLBACK_PATH
from tests.infra.template import SECOND, Template, target

CLIENT, POOL = "AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPool"


def test_no_flow_but_the_code_grant_and_the_storefronts_own_are_allowed(template: Template) -> None:
    client = template.starting(CLIENT, "IdentityPoolWeb")
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH"]
    assert client["SupportedIdentityProviders"] == ["COGNITO"]


def test_the_web_client_has_a_secret(template: Template) -> None:
    assert template.starting(CLIENT, "IdentityPoolWeb")["GenerateSecret"] is True


def test_a_stranger_cannot_learn_who_has_an_account(template: Template) -> None:
    assert template.starting(CLIENT, "IdentityPoolWeb")["PreventUserExistenceErrors"] == "ENABLED"


def test_tokens_can_be_revoked_and_a_refresh_token_is_used_once(template: Template) -> None:
    client = template.starting(CLIENT, "IdentityPoolWeb")
    assert client["EnableTokenRevocation"] is True
    assert client["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10}
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["ExplicitAuthFlows"]


def test_access_and_id_tokens_last_15_minutes(template: Template) -> None:
    client = template.starting(CLIENT, "IdentityPoolWeb")
    assert client["TokenValidityUnits"] == {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes"}
    assert (client["AccessTokenValidity"], client["IdTokenValidity"], client["RefreshTokenValidity"]) == (
        15,
        15,
        30 * 24 * 60,
    )


@pytest.mark.parametrize("stage", ["template", "production"])
def test_shoppers_are_sent_back_to_the_storefront_and_nowhere_else(stage: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(stage).starting(CLIENT, "IdentityPoolWeb")
    storefront = {"Ref": "StorefrontUrl"}
    assert client["CallbackURLs"] == [{"Fn::Join": ["", [storefront, "/account/callback"]]}]
    homes = [{"Fn::Join": ["", [storefront, home]]} for home in ("/", "/de/", "/fr/")]
    assert client["LogoutURLs"] == homes


def test_commands_sign_in_by_a_public_client_of_their_own(production: Template) -> None:
    """A program on somebody's machine keeps no secret: the code grant with PKCE, back to that machine alone (RFC 8252)."""
    client = production.starting(CLIENT, "IdentityPoolTerminal")
    assert "GenerateSecret" not in client or client["GenerateSecret"] is False
    assert (client["CallbackURLs"], client["AllowedOAuthFlows"]) == (["http://localhost:8400/callback"], ["code"])
    # which no function answers; with none named Cognito would allow SRP
    assert client["ExplicitAuthFlows"] == ["ALLOW_CUSTOM_AUTH"]
    assert client["RefreshTokenValidity"] == 12 * 60
    branded = {target(each["ClientId"]) for each in production.all("AWS::Cognito::ManagedLoginBranding").values()}
    assert branded == set(production.all(CLIENT))


def test_a_trials_storefront_is_at_https_or_on_this_machine(template: Template) -> None:
    parameter = template.json["Parameters"]["StorefrontUrl"]
    assert parameter["AllowedPattern"] == r"^(https://[a-z0-9.-]+|http://localhost)(:[0-9]+)?$"
    assert parameter["Default"] == "http://localhost:8000"


def test_production_has_no_address_by_itself_and_takes_none_of_somebodys_own_machine(production: Template) -> None:
    parameter = production.json["Parameters"]["StorefrontUrl"]
    assert "Default" not in parameter
    assert re.match(parameter["AllowedPattern"], "https://shop.example.com")
    assert not re.match(parameter["AllowedPattern"], "http://localhost:8000")


def test_the_client_may_ask_for_who_it_is_and_for_the_shops_scopes_only(template: Template) -> None:
    server = next(id for id in template.all("AWS::Cognito::UserPoolResourceServer"))
    ours = [{"Fn::Join": ["", [{"Ref": server}, f"/{scope}"]]} for scope in ("shopper", "staff")]
    assert template.starting(CLIENT, "IdentityPoolWeb")["AllowedOAuthScopes"] == [
        "openid",
        "email",
        "profile",
        "aws.cognito.signin.user.admin",
        *ours,
    ]


def test_the_resource_server_knows_both_scopes(template: Template) -> None:
    server = template.one("AWS::Cognito::UserPoolResourceServer")
    assert (server["Identifier"], [scope["ScopeName"] for scope in server["Scopes"]]) == ("shop", ["shopper", "staff"])


def test_the_client_cannot_write_what_is_not_the_shoppers_to_say(template: Template) -> None:
    assert template.starting(CLIENT, "IdentityPoolWeb")["WriteAttributes"] == ["email", "name"]


def test_passwords_are_long_and_of_any_kind(template: Template) -> None:
    policy = template.one(POOL)["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] == SHORTEST_PASSWORD >= 10
    assert not any(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))


def test_people_sign_in_by_e_mail_in_any_case_and_confirm_it(template: Template) -> None:
    pool = template.one(POOL)
    assert pool["UsernameAttributes"] == pool["AutoVerifiedAttributes"] == ["email"]
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}


def test_a_forgotten_password_is_recovered_by_e_mail_only(template: Template) -> None:
    assert template.one(POOL)["AccountRecoverySetting"] == {
        "RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]
    }


def test_a_second_factor_is_offered_by_app_and_never_by_sms(template: Template) -> None:
    pool = template.one(POOL)
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])


def test_each_role_is_a_group_and_the_one_from_before_roles_stays(template: Template) -> None:
    groups = {each["GroupName"] for each in template.all("AWS::Cognito::UserPoolGroup").values()}
    assert groups == set(ROLES_BY_GROUP) == {"staff", "owner", "orders", "catalogue", "support", "read-only"}


def test_the_sign_in_pages_are_the_newer_ones(template: Template) -> None:
    assert template.one("AWS::Cognito::UserPoolDomain")["ManagedLoginVersion"] == 2


def test_production_keeps_its_users(production: Template, template: Template) -> None:
    assert production.one(POOL)["DeletionProtection"] == "ACTIVE"
    assert template.one(POOL)["DeletionProtection"] == "INACTIVE"


def test_the_mail_with_a_code_is_true_of_a_new_account_a_new_password_and_a_changed_address(template: Template) -> None:
    """Cognito sends one text for all three.

    CDK's own is titled “Verify your new account”, and nobody who lost a password has one.
    """
    told = template.one("AWS::Cognito::UserPool")["VerificationMessageTemplate"]
    assert (told["DefaultEmailOption"], told["EmailSubject"]) == ("CONFIRM_WITH_CODE", "Your code for Halftone")
    assert told["EmailMessage"].count("{####}") == 1
    assert [f'lang="{language}"' in told["EmailMessage"] for language in LANGUAGES] == [True] * len(LANGUAGES)
    assert "dass diese Adresse Ihnen gehört" in told["EmailMessage"]
    assert len(told["EmailMessage"]) < 20_000  # Cognito's most
    assert "prefers-color-scheme:dark" in told["EmailMessage"]
    words = f"{told['EmailSubject']} {told['EmailMessage']}".lower()
    assert not [word for word in ("account", "password", "sign up", "welcome", "verify") if word in words]


def test_a_further_storefront_of_the_stage_may_sign_in_and_pay(safe: Template) -> None:
    client = safe.starting("AWS::Cognito::UserPoolClient", "IdentityPoolWeb")
    assert client["CallbackURLs"][1:] == [SECOND + CALLBACK_PATH]
    for function in ("PaymentHandler", "SandboxHandler"):
        variables = safe.starting("AWS::Lambda::Function", function)["Environment"]["Variables"]
        assert variables["RETURN_ORIGINS"]["Fn::Join"][1][-1] == f" {SECOND}", function
