"""Somebody who works here."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.storefront.service import STAFF


@pytest.fixture
def worker(guest: Client, sign_in: Callable[[Client, str], None]) -> Client:
    """A browser in which staff are signed in."""
    sign_in(guest, STAFF)
    return guest
