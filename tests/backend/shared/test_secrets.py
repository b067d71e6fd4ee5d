"""A service's secrets: read once in a while, from the place that the environment names."""

import time

import pytest
from botocore.exceptions import ClientError

from backend.shared import aws
from backend.shared.secrets import _read, get_secret

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture(autouse=True)
def _nothing_read_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    _read.cache_clear()
    monkeypatch.setenv("PROVIDER_KEY", "provider/key")


def test_a_secret_that_is_not_there_is_an_error_and_not_an_empty_one() -> None:
    with pytest.raises(ClientError):
        get_secret("PROVIDER_KEY")


def test_a_secret_without_its_environment_variable_is_an_error() -> None:
    with pytest.raises(KeyError):
        get_secret("WEBHOOK_SECRET")


def test_a_secret_is_read_once_and_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    aws.client("secretsmanager").create_secret(Name="provider/key", SecretString="first")
    then = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: then - then % 300)
    assert get_secret("PROVIDER_KEY") == "first"
    aws.client("secretsmanager").put_secret_value(SecretId="provider/key", SecretString="second")
    assert get_secret("PROVIDER_KEY") == "first"
    monkeypatch.setattr(time, "monotonic", lambda: then + 300)
    assert get_secret("PROVIDER_KEY") == "second"
