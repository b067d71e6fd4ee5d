"""Clients, the clock and cursors."""

from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError, NoCredentialsError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.problem import Refused
from backend.contracts.types import OrderId, Timestamp
from backend.shared import aws, clock, cursor
from tests.backend.faults import add_hook


def test_a_client_is_made_once(cloud: None) -> None:
    assert aws.client("dynamodb") is aws.client("dynamodb")


def test_a_client_is_made_early_in_a_function_and_nowhere_else(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    aws.client.cache_clear()
    aws.preload_client("dynamodb")
    assert aws.client.cache_info().currsize == 0
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "x")
    aws.preload_client("dynamodb")
    assert aws.client.cache_info().currsize == 1


def test_a_mail_whose_answer_does_not_come_is_not_sent_again_by_its_client(cloud: None) -> None:
    tries: list[str] = []

    def silence(request: Any, **_: Any) -> None:
        tries.append(request.url)
        raise ReadTimeoutError(endpoint_url=request.url)

    with add_hook("before-send.sesv2.SendEmail", silence, "sesv2"), pytest.raises(ReadTimeoutError):
        aws.client("sesv2").send_email(Content={})
    assert len(tries) == 1


def test_a_mistake_of_ours_does_not_pass_by_itself() -> None:
    assert not aws.is_transient(ClientError({"Error": {"Code": "ValidationException", "Message": ""}}, "Query"))
    assert not aws.is_transient(NoCredentialsError())


def test_an_instant_and_an_id_fit_the_contract() -> None:
    assert msgspec.convert(clock.now(), Timestamp) <= clock.now()
    assert msgspec.convert(clock.new_id(), OrderId)
    assert len({clock.new_id() for _ in range(1000)}) == 1000
    assert abs(clock.epoch() - int(clock.new_id()[:12], 16) / 1000) < 2


@given(st.integers(-(2**63), 2**63 - 1), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cursor_comes_back_as_it_went(value: int, name: str) -> None:
    position = (value, name)
    assert cursor.decode(cursor.encode(position), tuple[int, str]) == position


@given(st.text(st.sampled_from("ABCabc019_-")))
def test_a_cursor_that_was_not_written_here_is_refused(word: str) -> None:
    with pytest.raises(Refused) as caught:
        cursor.decode(word, tuple[int, str])
    assert caught.value.problem.status == 400


@pytest.mark.parametrize("region", ["eu-central-1", "eu-south-1", "me-south-1"])
def test_an_uploads_form_names_its_region_so_that_no_redirect_is_needed(
    cloud: None, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    """A young bucket answers elsewhere with a redirect that our policy for forms forbids; one in a region of after 2019
    not at all."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    aws.client.cache_clear()
    form = aws.client("s3").generate_presigned_post("the-shops-bucket", "incoming/1")
    assert form["url"] == f"https://the-shops-bucket.s3.{region}.amazonaws.com/"
    aws.client.cache_clear()


def test_the_local_cloud_is_asked_by_path_for_its_names_lead_nowhere(
    cloud: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    aws.client.cache_clear()
    assert (
        aws.client("s3").generate_presigned_post("the-shops-bucket", "k")["url"]
        == "http://127.0.0.1:4566/the-shops-bucket"
    )
    aws.client.cache_clear()
