"""The templates that claims about the infrastructure are made of."""

import pytest

from tests.infra.template import Template


@pytest.fixture(scope="session")
def template() -> Template:
    """What `cdk deploy` deploys when nothing is chosen."""
    return Template(cloud="aws")


@pytest.fixture(scope="session")
def production() -> Template:
    """What `cdk deploy -c stage=production` deploys."""
    return Template(cloud="aws", stage="production", alarm_email="owner@halftone.example")


@pytest.fixture(scope="session")
def local() -> Template:
    """What the local cloud deploys."""
    return Template(cloud="local")
