"""Mails that would not arrive are found before the deploy."""

from pathlib import Path
from typing import Any

import pytest

from infra.preflight.finding import Finding, Level
from infra.preflight.mail_checks import mail
from tests.infra.preflight.stubs import StubbedSession, assembly, run_check, target

FROM = "orders@example.com"
FREE = {"ProductionAccessEnabled": True, "SendingEnabled": True, "EnforcementStatus": "HEALTHY"}


@pytest.fixture
def aws() -> StubbedSession:
    return StubbedSession()


def identity(aws: StubbedSession, *, verified: bool, stack: str | None = None) -> None:
    """SES knows the sender; `stack` made it, or nobody where that is empty."""
    aws.answers("sesv2", "get_email_identity", {"VerifiedForSendingStatus": verified})
    if stack:
        aws.answers("cloudformation", "describe_stack_resources", {"StackResources": [{
            "StackName": stack, "LogicalResourceId": "Sender", "ResourceType": "AWS::SES::EmailIdentity",
            "Timestamp": 0, "ResourceStatus": "CREATE_COMPLETE"}]})  # fmt: skip
    elif stack == "":
        aws.refuses("cloudformation", "describe_stack_resources", "ValidationError", "Stack for … does not exist")


def check(aws: StubbedSession, folder: Path, **said: Any) -> list[Finding]:
    return run_check(mail, target(aws, assembly(folder, {}), **said))


def test_without_a_sender_it_is_noted_that_no_mail_leaves(aws: StubbedSession, tmp_path: Path) -> None:
    (only,) = check(aws, tmp_path)
    assert (only.level, "name “mail_from”" in only.text) == (Level.NOTE, True)


def test_the_sandbox_is_noted_with_the_page_that_ends_it(aws: StubbedSession, tmp_path: Path) -> None:
    aws.answers("sesv2", "get_account", {**FREE, "ProductionAccessEnabled": False})
    aws.refuses("sesv2", "get_email_identity", "NotFoundException")
    sandbox, unknown = check(aws, tmp_path, mail_from=FROM)
    assert (sandbox.level, "console.aws.amazon.com/ses" in sandbox.text) == (Level.NOTE, True)
    assert (unknown.level, f"asked to verify {FROM}" in unknown.text) == (Level.NOTE, True)


@pytest.mark.parametrize("stopped", [{"SendingEnabled": False}, {"EnforcementStatus": "SHUTDOWN"}])
def test_an_account_that_ses_has_stopped_stops(aws: StubbedSession, tmp_path: Path, stopped: dict[str, Any]) -> None:
    aws.answers("sesv2", "get_account", {**FREE, **stopped})
    identity(aws, verified=True)
    assert check(aws, tmp_path, mail_from=FROM, mail_identity="existing-address")[0].level == Level.STOP


@pytest.mark.parametrize(("verified", "level"), [(True, Level.OK), (False, Level.STOP)])
def test_an_existing_identity_has_to_be_verified_for_cognito_sends_by_it(
    aws: StubbedSession, tmp_path: Path, verified: bool, level: Level
) -> None:
    aws.answers("sesv2", "get_account", FREE)
    identity(aws, verified=verified)
    assert check(aws, tmp_path, mail_from=FROM, mail_identity="existing-domain")[1].level == level


def test_an_existing_identity_that_ses_does_not_know_stops(aws: StubbedSession, tmp_path: Path) -> None:
    aws.answers("sesv2", "get_account", FREE)
    aws.refuses("sesv2", "get_email_identity", "NotFoundException")
    only = check(aws, tmp_path, mail_from=FROM, mail_identity="existing-domain")[1]
    assert (only.level, "SES does not know example.com" in only.text) == (Level.STOP, True)


@pytest.mark.parametrize("owner", ["", "Elsewhere", "Halftone-production2"])
def test_an_identity_that_somebody_else_made_stops_for_the_stack_could_not_make_it(
    aws: StubbedSession, tmp_path: Path, owner: str
) -> None:
    aws.answers("sesv2", "get_account", FREE)
    identity(aws, verified=True, stack=owner)
    only = check(aws, tmp_path, mail_from=FROM, mail_identity="domain")[1]
    assert (only.level, "“existing-domain”" in only.text) == (Level.STOP, True)


@pytest.mark.parametrize("owner", ["Halftone-production", "Halftone-production-Notification"])
def test_the_stages_own_identity_is_fine_and_noted_until_it_is_verified(
    aws: StubbedSession, tmp_path: Path, owner: str
) -> None:
    aws.answers("sesv2", "get_account", FREE)
    identity(aws, verified=False, stack=owner)
    assert check(aws, tmp_path, mail_from=FROM)[1].level == Level.NOTE
