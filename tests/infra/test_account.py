"""Before anything is changed, the credentials' account is compared with the stage's."""

import pytest
from moto.core import DEFAULT_ACCOUNT_ID

from infra import account
from tests.infra.template import stage_file

pytestmark = pytest.mark.usefixtures("aws_account")


def arguments(stage: str = "production", /, **said: str) -> list[str]:
    return [part for name, value in stage_file(stage, **said).items() for part in ("-c", f"{name}={value}")]


def test_another_account_than_the_files_is_refused_in_a_line_that_names_both() -> None:
    with pytest.raises(SystemExit, match=rf"^The credentials are of account {DEFAULT_ACCOUNT_ID}, and production "
                                         r"belongs to 222233334444: [^\n]* Nothing was changed\.$"):  # fmt: skip
        account.main(arguments(account="222233334444"))


def test_the_files_account_is_reported_with_its_region(capsys: pytest.CaptureFixture[str]) -> None:
    account.main(arguments(account=DEFAULT_ACCOUNT_ID, region="eu-west-1"))
    assert capsys.readouterr().out == f"Halftone-production: account {DEFAULT_ACCOUNT_ID}, eu-west-1\n"


def test_a_trial_that_names_no_account_goes_where_the_credentials_lead(capsys: pytest.CaptureFixture[str]) -> None:
    account.main([*arguments("trial"), "-c", "owner=anna"])
    assert capsys.readouterr().out.startswith(f"Halftone-trial-anna: account {DEFAULT_ACCOUNT_ID}, ")


def test_no_region_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    with pytest.raises(SystemExit, match=r"^Name a region: "):
        account.main(arguments("trial"))


def test_no_credentials_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(SystemExit, match=r"^No credentials that AWS takes: [^\n]*$"):
        account.main(arguments())


@pytest.mark.parametrize("wrong", [[], ["-c", "stage=prod"], ["-c", "search=opensearch"]])
def test_a_choice_that_there_is_not_is_one_line(wrong: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"^[^\n]*stage[^\n]*$"):
        account.main(wrong)
