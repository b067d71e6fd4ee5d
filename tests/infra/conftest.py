"""The templates that claims about the infrastructure are made of."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.backend.conftest import ENVIRONMENT
from tests.infra.template import SAFE, SELLING, WHOLE, Template


@pytest.fixture
def aws_account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty AWS account in this process."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield


@pytest.fixture(scope="session")
def template() -> Template:
    """What `make deploy STAGE=trial` deploys where the file says no more than trial."""
    return Template(stage="trial")


@pytest.fixture(scope="session")
def production() -> Template:
    """What is deployed where only addresses are named."""
    return Template(alarm_email="owner@halftone.example", mail_from="orders@halftone.example")


@pytest.fixture(scope="session")
def hosted_template() -> Template:
    """What is deployed where the storefront is hosted by the same deploy."""
    return Template(**WHOLE)


@pytest.fixture(scope="session")
def safe() -> Template:
    """What is deployed where the file asks for all that protects from a loss."""
    return Template(**SAFE)


@pytest.fixture(scope="session")
def selling() -> Template:
    """What is deployed for a shop that sells: Stripe, OpenSearch and mails from its own domain."""
    return Template(**SELLING)


@pytest.fixture(scope="session")
def local() -> Template:
    """What the local cloud deploys."""
    return Template(cloud="local")
