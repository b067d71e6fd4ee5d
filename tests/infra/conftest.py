"""The templates that claims about the infrastructure are made of."""

import pytest

from tests.infra.template import Template


@pytest.fixture(scope="session")
def template() -> Template:
    """What `cdk deploy -c stage=trial` deploys."""
    return Template(cloud="aws", stage="trial")


@pytest.fixture(scope="session")
def production() -> Template:
    """What `cdk deploy` deploys where only addresses are named."""
    return Template(cloud="aws", alarm_email="owner@halftone.example", mail_from="orders@halftone.example")


@pytest.fixture(scope="session")
def local() -> Template:
    """What the local cloud deploys."""
    return Template(cloud="local")
