"""A storefront before services in memory, and browsers that are signed in or not."""

import json
from collections import Counter
from collections.abc import Callable, Generator

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver
from django.utils import translation
from pytest_django.fixtures import Settings

from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.operation import STAFF_GROUP
from storefront.account import tokens
from storefront.account.second_factor import GIVEN
from storefront.account.shopper import ENTRY, OWNER
from storefront.clients import connection, file_times, reply_cache
from storefront.product import catalogue
from storefront.web import attempts, delivery_zones, memoize
from storefront.web.session import SessionStore
from tests.storefront.service import ADA, API, PROVIDER, STAFF, Service

OUTPUTS = {
    "Shop": {"ApiUrl": API, "Region": "us-east-1", "UserPoolId": "pool", "ClientId": "client", "LoginUrl": "http://login.test",
             "Issuer": "http://login.test/pool", "SessionTable": "sessions", "ProviderUrl": PROVIDER}
}  # fmt: skip


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The storefront writes its log to stderr, which a failed test shows: pytest's own copy of it would be each line a
    second time."""
    report = yield
    report.sections = [section for section in report.sections if not section[0].startswith("Captured log")]
    return report


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another test's services said, what was drawn of it, and the language of its last page are forgotten; a
    changed file is seen at once."""
    translation.activate("en")
    monkeypatch.setattr(file_times, "LOOK_SECONDS", 0.0)
    reply_cache.clear()
    memoize.clear_all()
    delivery_zones.keep(DEFAULT)


@pytest.fixture
def address_names(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The names whose addresses are looked up from now on."""
    names: list[object] = []
    look_up: Callable[..., str] = URLResolver._reverse_with_prefix  # type: ignore[attr-defined]

    def note(resolver: URLResolver, name: object, *values: object, **named: object) -> str:
        names.append(name)
        return look_up(resolver, name, *values, **named)

    monkeypatch.setattr(URLResolver, "_reverse_with_prefix", note)
    return names


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Service:
    """The services; sessions are kept in this process."""
    settings.SHOP_OUTPUTS = json.dumps(OUTPUTS)
    settings.SESSION_ENGINE = "tests.storefront.sessions"
    cache.clear()
    catalogue.clear()
    services, session = Service(), requests.Session()
    session.trust_env = False  # as in the shop
    session.mount(API, services)
    monkeypatch.setattr(connection, "session", session)
    monkeypatch.setattr(tokens, "access", _token)
    monkeypatch.setattr(tokens, "groups", _groups)
    return services


def _token(session: SessionStore) -> str:
    return f"token-of-{session[OWNER]}"


def _groups(session: SessionStore) -> tuple[str, ...]:
    return (STAFF_GROUP,) if session[OWNER] == STAFF else ()


@pytest.fixture
def guest(service: Service) -> Client:
    """A browser that has not been here before."""
    return Client()


@pytest.fixture
def sign_in() -> Callable[[Client, str], None]:
    """Signs a browser in, as the hosted login does."""

    def signed_in(client: Client, sub: str = ADA) -> None:
        session = client.session
        session.update(
            {
                OWNER: sub,
                ENTRY: {
                    "sub": sub,
                    "email": "ada@example.org",
                    "name": "Ada Lovelace",
                    "is_staff": sub == STAFF,
                    GIVEN: True,
                },
            }
        )
        session.save()
        client.cookies["session"] = session.session_key

    return signed_in


@pytest.fixture
def shopper(guest: Client, sign_in: Callable[[Client], None]) -> Client:
    """A browser in which Ada is signed in."""
    sign_in(guest)
    return guest


@pytest.fixture
def attempts_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count tries in this process, as the session table does."""
    counts: Counter[str] = Counter()

    def increment(what: str) -> tuple[int, int]:
        counts[what] += 1
        return counts[what], 60

    monkeypatch.setattr(attempts, "increment", increment)
