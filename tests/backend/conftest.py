"""Fixtures of the services' tests: a cloud in the process, a service's table in it, and a record of the calls it gets."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from unittest import mock

import pytest
from moto import mock_aws

from backend.basket import delivery_zones, promotions, tax_rates
from backend.shared import aws, staff_changes
from tests.backend.recorder import Calls, record_calls
from tests.backend.tables import definition
from tests.support import fast_moto, one_call_at_a_time

fast_moto.install()
one_call_at_a_time.install()

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "CURRENCY": "EUR",
    "BUS": "shop",
}


@pytest.fixture(scope="module", autouse=True)
def _own_clients() -> Iterator[None]:
    """A client takes a tenth of a second to make: one for each file of tests, and none that knows another cloud."""
    aws.client.cache_clear()
    yield
    aws.client.cache_clear()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty AWS account in this process, and the environment that the functions find it by.

    Entries of the audit log go nowhere: `test_staff_changes` has a bus for them.
    """
    monkeypatch.setattr(staff_changes, "_put", lambda kind, detail: True)
    without = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with mock.patch.dict(os.environ, {**without, **ENVIRONMENT}, clear=True), mock_aws():
        promotions.automatic.forget()
        delivery_zones.stored.forget()
        tax_rates.stored.forget()
        yield


@pytest.fixture
def service_table(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Makes a service's table and points its functions at it; the table is named as the service."""

    def make(service: str) -> str:
        aws.client("dynamodb").create_table(**definition(service))
        monkeypatch.setenv("TABLE", service)
        monkeypatch.setenv("SERVICE", service)
        return service

    return make


@pytest.fixture
def calls(cloud: None) -> Iterator[Calls]:
    """What the backend calls in this test."""
    with record_calls() as record:
        yield record


@pytest.fixture
def written_log(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """What the functions have written to their log so far."""
    stream = io.StringIO()
    # pytest swaps the real one
    monkeypatch.setattr("backend.shared.log.sys", SimpleNamespace(stdout=stream, exc_info=sys.exc_info))
    return stream.getvalue
