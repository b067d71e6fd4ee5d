"""The whole shop on a local cloud, and real browsers before it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.browser import stock
from tests.browser.flaky_proxy import Gate
from tests.browser.page_monitor import Watch
from tests.browser.steps import PATIENCE_MS
from tests.cloud import ShopCloud, free_port
from tests.integration.api import Api
from tests.integration.shop import sell

ROOT = Path(__file__).parent.parent.parent
READY_SECONDS = 180
OpenPage = Callable[..., Page]
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Storefront:
    """The served shop: its address, the cloud behind it, and the file its log goes to."""

    url: str
    cloud: ShopCloud
    log: Path


@pytest.fixture(scope="session")
def storefront(cloud: ShopCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storefront]:
    """The storefront before this process's local cloud, as it is served in production, at the address Cognito sends
    people back to."""
    log = tmp_path_factory.mktemp("storefront") / "log.jsonl"
    stock.fill(cloud)
    with serve(cloud.storefront, _environment(cloud), log):
        yield Storefront(cloud.storefront, cloud, log)


@pytest.fixture(autouse=True)
def forget_counts(request: pytest.FixtureRequest) -> None:
    """All tests are one client to the shop: what others have sent from its account pages in this hour is not counted."""
    if "storefront" not in request.fixturenames:
        return
    cloud: ShopCloud = request.getfixturevalue("storefront").cloud
    sessions, table = cloud.client("dynamodb"), cloud.outputs["SessionTable"]
    for item in sessions.scan(TableName=table, ProjectionExpression="pk")["Items"]:
        if item["pk"]["S"].startswith("LIMIT#"):
            sessions.delete_item(TableName=table, Key=item)


@pytest.fixture(scope="module")
def faulty(storefront: Storefront, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a storefront with the same visitors, sessions and login, whose services do not answer."""
    folder = tmp_path_factory.mktemp("faulty")
    with before(
        storefront, f"http://127.0.0.1:{free_port()}", folder, DJANGO_SETTINGS_MODULE="tests.browser.faulty.settings"
    ) as url:
        yield url


@pytest.fixture(scope="module")
def gated_storefront(storefront: Storefront, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Gate]]:
    """The address of a storefront whose services are behind a gate, and the gate.

    It is one process: each has replies of its own, and a visitor may be sent to either.
    """
    gate = Gate(storefront.cloud.api)
    Thread(target=gate.serve_forever, daemon=True).start()
    with before(storefront, gate.url, tmp_path_factory.mktemp("gated"), WEB_CONCURRENCY="1") as url:
        yield url, gate
    gate.shutdown()
    gate.server_close()


@contextmanager
def before(storefront: Storefront, api: str, folder: Path, **changed: str) -> Iterator[str]:
    """One more storefront, before an API at this address; its own."""
    url, told = f"http://localhost:{free_port()}", storefront.cloud.outputs_file
    told = {**told, "Shop": {**told["Shop"], "ApiUrl": api}}
    (folder / "outputs.json").write_text(json.dumps(told))
    with serve(
        url,
        _environment(storefront.cloud) | {"SHOP_OUTPUTS": str(folder / "outputs.json"), "SHOP_URL": url, **changed},
        folder / "log.jsonl",
    ):
        yield url


@contextmanager
def serve(url: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    """A storefront at this address, as it is served in production."""
    with log.open("wb") as lines:
        process = subprocess.Popen(_command(url), cwd=ROOT, env=environment, stdout=lines, stderr=lines)
    try:
        _wait(url, process, log)
        yield
    finally:
        process.terminate()
        process.wait(60)


def _command(url: str) -> list[str]:
    bind = f"127.0.0.1:{urlsplit(url).port}"
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "storefront.wsgi",
        "--bind",
        bind,
        "--threads",
        "16",
        "--log-level",
        "warning",
    ]


def _environment(cloud: ShopCloud) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "SHOP_", "DJANGO_", "DEBUG"))
    }
    return {**kept, **cloud.environment}


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            requests.get(f"{url}/robots.txt", timeout=5)
        except requests.RequestException:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"the storefront does not answer: {log.read_text()[-2000:]}")


@pytest.fixture
def watch(storefront: Storefront) -> Iterator[Watch]:
    """Fails the test, at its end, for any console error, broken policy, fault of the server, or request to another
    host."""
    watch = Watch(urlsplit(storefront.url).netloc, urlsplit(storefront.cloud.endpoint).netloc)
    yield watch
    assert watch.seen == []


@pytest.fixture
def open_page(chromium: Browser, storefront: Storefront, watch: Watch) -> Iterator[OpenPage]:
    """Opens a page in a browser profile of its own: `open_page(java_script_enabled=False)`,
    `open_page(color_scheme="dark")` …"""
    contexts = []

    def open_page(**options: Any) -> Page:
        context = chromium.new_context(
            base_url=storefront.url,
            **{"viewport": {"width": 1280, "height": 900}, "service_workers": "block", **options},
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page of a visitor who has not been here before."""
    return open_page()


@pytest.fixture(scope="module")
def article(storefront: Storefront) -> str:
    """The address of something that is for sale at €29.00."""
    name = f"journey-{os.urandom(4).hex()}"
    api, staff = Api(storefront.cloud), str(storefront.cloud.tokens(storefront.cloud.account("staff"))["access_token"])
    sell(api, staff, name)
    return f"/product/{name}/"
