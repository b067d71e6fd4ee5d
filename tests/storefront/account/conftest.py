"""A storefront before a hosted login that the tests hold in their hands, and an AWS account in this process."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from moto import mock_aws
from pytest_django.fixtures import Settings

from storefront.account import cognito, jwks
from storefront.clients import aws
from tests.storefront.account.hosted import ISSUER, Hosted, serve
from tests.support import fast_moto, one_call_at_a_time

fast_moto.install()
one_call_at_a_time.install()
REGION = "us-east-1"


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    running = serve(Hosted())
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def account_in_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty AWS account in this process."""
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield


@pytest.fixture(scope="module", autouse=True)
def own_clients() -> Iterator[None]:
    aws._client.cache_clear()
    yield
    aws._client.cache_clear()


@pytest.fixture
def hosted_login(server: Any, settings: Settings, tmp_path: Path) -> Hosted:
    """The hosted login, and the outputs file that tells of it."""
    server.hosted = login = Hosted(url=f"http://127.0.0.1:{server.server_port}")
    settings.SHOP_OUTPUTS = str(tmp_path / "outputs.json")
    _tell(login, Path(settings.SHOP_OUTPUTS))
    jwks._sets.clear()
    return login


def _tell(hosted: Hosted, path: Path) -> None:
    shop = {"ApiUrl": hosted.url, "Region": REGION, "UserPoolId": hosted.pool, "ClientId": hosted.client_id, "LoginUrl": hosted.url,
            "Issuer": ISSUER, "SessionTable": "sessions", "ProviderUrl": "http://provider.test/pay"}  # fmt: skip
    path.write_text(json.dumps({"Shop": shop, "Local": {"JwksUrl": f"{hosted.url}/keys"}}))


@pytest.fixture
def shop(hosted_login: Hosted, account_in_process: None, monkeypatch: pytest.MonkeyPatch) -> Hosted:
    """The same, with a session table and the client's secret."""
    _table()
    monkeypatch.setattr(cognito, "client_secret", lambda: hosted_login.client_secret)
    return hosted_login


@pytest.fixture
def people(hosted_login: Hosted, account_in_process: None, settings: Settings) -> Hosted:
    """The same, with a session table and a user pool in which accounts can be made."""
    _table()
    hosted_login.pool, hosted_login.client_id, hosted_login.client_secret = _pool()
    _tell(hosted_login, Path(settings.SHOP_OUTPUTS))
    return hosted_login


def _table() -> None:
    aws.client("dynamodb").create_table(
        TableName="sessions",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def _pool() -> tuple[str, str, str]:
    cognito = aws.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="shop", UsernameAttributes=["email"])["UserPool"]["Id"]
    made = cognito.create_user_pool_client(UserPoolId=pool, ClientName="web", GenerateSecret=True)["UserPoolClient"]
    return pool, made["ClientId"], made["ClientSecret"]


@pytest.fixture
def browser(shop: Hosted) -> Client:
    """A browser that has not been here before."""
    return Client()


@pytest.fixture
def revoked_tokens(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The refresh tokens that were revoked: this process's Cognito knows no such call."""
    tokens: list[str] = []
    monkeypatch.setattr("storefront.account.second_factor.is_set_up", lambda token: True)
    monkeypatch.setattr("storefront.account.cognito.revoke", tokens.append)
    monkeypatch.setattr(
        "storefront.account.cognito.sign_out_everywhere", lambda username: tokens.append(f"everywhere {username}")
    )
    return tokens
