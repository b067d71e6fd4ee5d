"""From nothing to a local cloud with the shop in it."""

import json
import os
from pathlib import Path

import pytest

from infra.local import process, start
from infra.local.cloud import Cloud, Failed
from infra.local.paths import LocalPaths
from tests.cloud import ShopCloud, free_port


@pytest.fixture
def stopped_clouds(monkeypatch: pytest.MonkeyPatch) -> list[Cloud]:
    """The clouds that were stopped; none really is."""
    made: list[Cloud] = []
    monkeypatch.setattr(process, "stop", lambda place, running: made.append(running))
    return made


def test_only_its_owner_stops_a_cloud(tmp_path: Path, stopped_clouds: list[Cloud]) -> None:
    mine, others, staying = (Cloud(1, 4566, owner) for owner in (os.getpid(), 1, 0))
    assert [start.down(LocalPaths(tmp_path), each) for each in (mine, others, staying)] == [True, False, False]
    assert stopped_clouds == [mine]


def test_a_template_that_cannot_be_made_leaves_no_cloud_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(context: dict[str, str]) -> Path:
        raise Failed("The CDK app cannot be synthesized")

    monkeypatch.setattr(start, "assembly", fail)
    place = LocalPaths(tmp_path)
    with pytest.raises(Failed, match="cannot be synthesized"):
        start.up(place, free_port(), "http://localhost:8000", lambda line: None)
    assert not place.running.exists()


def test_whatever_the_local_cloud_omits_has_a_reason(cloud: ShopCloud) -> None:
    said: list[str] = []
    assert start.up(cloud.place, cloud.cloud.port, cloud.storefront, said.append) == cloud.cloud
    assert "  without AWS::Events::Archive: made by a call instead (CreateArchive)" in said


def test_another_start_tells_the_same(cloud: ShopCloud) -> None:
    before = cloud.place.outputs.read_text()
    start.up(cloud.place, cloud.cloud.port, cloud.storefront, lambda line: None)
    assert cloud.place.outputs.read_text() == before


def test_the_outputs_file_tells_addresses_that_this_machine_can_reach(cloud: ShopCloud) -> None:
    told = json.loads(cloud.place.outputs.read_text())
    assert told["Shop"]["ApiUrl"].startswith(f"{cloud.endpoint}/_aws/execute-api/")
    assert told["Shop"]["LoginUrl"] == cloud.endpoint
    assert told["Local"]["JwksUrl"] == f"{cloud.endpoint}/{told['Shop']['UserPoolId']}/.well-known/jwks.json"
    assert [account["role"] for account in told["Local"]["accounts"]] == ["shopper", "staff"]


def test_the_issuer_is_the_one_that_aws_would_name(cloud: ShopCloud) -> None:
    pool = cloud.outputs["UserPoolId"]
    assert cloud.outputs["Issuer"] == f"https://cognito-idp.us-east-1.amazonaws.com/{pool}"


def test_no_secret_of_the_login_is_in_the_outputs_file(cloud: ShopCloud) -> None:
    asked = {"UserPoolId": cloud.outputs["UserPoolId"], "ClientId": cloud.outputs["ClientId"]}
    secret = cloud.client("cognito-idp").describe_user_pool_client(**asked)["UserPoolClient"]["ClientSecret"]
    assert secret not in cloud.place.outputs.read_text()
