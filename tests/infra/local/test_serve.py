"""`manage.py runserver`: the whole shop, from one command, until it ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest
import requests

import manage
from infra.local import cloud, process, serve
from infra.local.paths import ROOT, LocalPaths
from tests.cloud import ShopCloud, free_port
from tests.infra.local.server import SECONDS, Server

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> LocalPaths:
    return LocalPaths(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    return free_port(), free_port()


class Shop:
    """The shop in one place, and whoever serves it: one server for all tests that leave it running."""

    def __init__(self, place: LocalPaths, ports: tuple[int, int]) -> None:
        self.place, self.ports = place, ports
        self._server: Server | None = None

    def running(self) -> Server:
        """Return the server that runs; start one if none does."""
        if self._server is None or self._server.process.poll() is not None:
            self._server = Server(self.place, *self.ports).wait_until_open()
        return self._server

    def end(self) -> None:
        """End the server, and with it what it started."""
        if self._server and self._server.process.poll() is None:
            self._server.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def shop(place: LocalPaths, ports: tuple[int, int]) -> Iterator[Shop]:
    shop = Shop(place, ports)
    yield shop
    shop.end()
    if left := cloud.find(place):
        ShopCloud(left, place, "").kill()


def _is_gone(family: Sequence[psutil.Process]) -> bool:
    return not psutil.wait_procs(list(family), timeout=SECONDS)[1]


def test_a_changed_file_restarts_django_and_not_the_cloud(shop: Shop) -> None:
    server = shop.running()
    running, before = cloud.find(server.place), server.django

    def has_restarted() -> bool:
        # each time: the reloader sees nothing that changed before its first look
        os.utime(ROOT / "storefront" / "wsgi.py")
        return bool(server.django) and not server.django & before

    server.wait_until(has_restarted)
    server.wait_until(lambda: _answers(server))
    assert cloud.find(server.place) == running


def _answers(server: Server) -> bool:
    try:
        return requests.get(server.url, timeout=60).status_code == 200
    except requests.RequestException:
        return False


def _local(place: LocalPaths, *arguments: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    """`python -m infra.local` in that place, with no terminal."""
    environment = {**os.environ, "LOCAL_CLOUD_FOLDER": str(place.folder), "LOCAL_CLOUD_PORT": str(port or free_port())}
    command = [sys.executable, "-m", "infra.local", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


def test_nobody_else_starts_deploys_or_resets_while_a_shop_runs_and_its_sign_in_stays(shop: Shop) -> None:
    server = shop.running()
    running = cloud.find(server.place)
    outputs = server.place.outputs.read_text()
    second = Server(LocalPaths(server.place.folder), free_port(), free_port(), log="second.log")
    assert second.process.wait(SECONDS) == 1
    refused = f"The shop already runs at {server.url} (process {server.process.pid})."
    assert second.said.startswith(refused)
    assert second.said.count("\n") == 1
    for arguments in (("up",), ("reset", "--yes"), ("down",)):
        done = _local(server.place, *arguments)
        assert (done.returncode, done.stderr.startswith(refused)) == (1, True), done.stderr
    assert cloud.find(server.place) == running
    assert server.place.outputs.read_text() == outputs


def test_logs_are_read_while_the_shop_runs(shop: Shop) -> None:
    server = shop.running()
    server.wait_until(lambda: _answers(server))
    server.wait_until(lambda: "SearchConsumer" in _local(server.place, "logs", "search").stdout)
    assert _local(server.place, "logs", "--order", "no such order").stdout == ""


def test_a_changed_template_is_reported_while_the_shop_runs(shop: Shop) -> None:
    server = shop.running()
    said = len(server.said)
    os.utime(ROOT / "cdk.json")
    server.wait_until(lambda: "cdk.json has changed, and what is deployed has not" in server.said[said:])


def test_the_next_start_keeps_what_there_was_and_skips_what_is_done(shop: Shop) -> None:
    server = shop.running()
    running = cloud.find(server.place)
    assert running is not None
    running.client("ssm").put_parameter(Name="/kept", Value="an order", Type="String", Overwrite=True)
    family = server.family()
    server.end(signal.SIGTERM)
    assert _is_gone(family)
    assert "Stopped. Accounts, baskets and orders are kept" in server.said
    assert "Traceback" not in server.said
    server = shop.running()
    again = cloud.find(server.place)
    assert again is not None
    assert "Deployment ready" not in server.said
    assert "Products" not in server.said
    assert again.client("ssm").get_parameter(Name="/kept")["Parameter"]["Value"] == "an order"


def test_a_shop_whose_cloud_is_killed_ends_with_one_line_and_the_next_start_goes_on(shop: Shop) -> None:
    server = shop.running()
    running = cloud.find(server.place)
    assert running is not None
    said = len(server.said)
    psutil.Process(running.pid).kill()
    assert server.process.wait(SECONDS) != 0
    assert server.said[said:].count("The local cloud has ended (") == 1
    assert "`make run` goes on from there" in server.said[said:]
    assert "Traceback" not in server.said[said:]
    assert shop.running() is not server


def test_it_tells_what_to_open_and_who_to_be_and_ctrl_c_ends_all_of_it(shop: Shop, ports: tuple[int, int]) -> None:
    server = shop.running()
    assert f"Halftone is open at {server.url}" in server.said
    assert "shopper@halftone.example" in server.said
    assert "staff@halftone.example" in server.said
    server.wait_until(lambda: _answers(server))
    running = cloud.find(server.place)
    assert running is not None
    family = [*server.family(), *psutil.Process(running.pid).children(recursive=True)]
    server.end(signal.SIGINT)
    assert _is_gone(family), server.said
    assert "Traceback" not in server.said
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_cloud_that_ran_before_runs_on(shop: Shop, place: LocalPaths, ports: tuple[int, int]) -> None:
    shop.end()
    running = process.start(place, ports[1], stays=True)
    server = shop.running()
    assert "Local cloud already runs" in server.said
    server.end(signal.SIGINT)
    assert cloud.find(place) == running
    process.stop(place, running)


def test_a_port_in_use_is_reported_in_one_line_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = Server(LocalPaths(tmp_path), port, free_port())
        assert server.process.wait(SECONDS) == 1
    assert (
        server.said
        == f"Port {port} is taken, so the shop cannot open there. Choose another: make run PORT={port + 1}\n"
    )
    assert cloud.find(server.place) is None


@pytest.mark.parametrize(
    ("arguments", "port"),
    [([], 8000), (["8001"], 8001), (["127.0.0.1:8002"], 8002), (["--noreload"], 8000), (["--nostatic", "8003"], 8003)],
)
def test_the_port_is_the_one_given_to_runserver(arguments: list[str], port: int) -> None:
    assert serve._port(arguments) == port


@pytest.mark.parametrize(
    ("arguments", "environment", "local"),
    [
        (["runserver"], {}, True),
        (["runserver", "8001"], {}, True),
        (["runserver"], {"RUN_MAIN": "true"}, False),  # the autoreloader's child
        (["runserver"], {"SHOP_OUTPUTS": "outputs.json"}, False),  # a stack on AWS
        (["runserver", "--help"], {}, False),
        (["check"], {}, False),
        ([], {}, False),
    ],
)
def test_the_local_cloud_is_for_a_server_without_another_backend(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], environment: dict[str, str], local: bool
) -> None:
    for name in ("RUN_MAIN", "SHOP_OUTPUTS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["manage.py", *arguments])
    assert manage._serves_locally() is local
