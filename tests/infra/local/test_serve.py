"""`manage.py runserver`: the whole shop, from one command, until it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest
import requests

import manage
from infra.local import cloud, process, serve
from infra.local.paths import ROOT, Place
from tests.cloud import command_line, free_port

pytestmark = pytest.mark.timeout(600)
SECONDS = 240


class Server:
    """A development server in a process group of its own, as a terminal would start it."""

    def __init__(self, place: Place, shop_port: int, cloud_port: int) -> None:
        self.place, self.url, self._log = place, f"http://localhost:{shop_port}", place.folder / "server.log"
        without = {name: value for name, value in os.environ.items() if name not in ("SHOP_OUTPUTS", "SHOP_URL", "RUN_MAIN")}
        own = {"LOCAL_CLOUD_FOLDER": str(place.folder), "LOCAL_CLOUD_PORT": str(cloud_port), "PYTHONUNBUFFERED": "1"}
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "runserver", str(shop_port)],
                cwd=ROOT,
                env=without | own,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text()

    def wait_until(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + SECONDS
        while not true():
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def wait_until_open(self) -> "Server":
        self.wait_until(lambda: "is open at" in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said
        return self

    @property
    def django(self) -> set[int]:
        """The processes that serve pages: the autoreloader's children."""
        return {child.pid for child in psutil.Process(self.process.pid).children() if "runserver" in command_line(child)}

    def family(self) -> list[psutil.Process]:
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]

    def end(self, by: signal.Signals) -> None:
        """Ctrl-C reaches the whole group; a SIGTERM only the process it is sent to."""
        if by is signal.SIGINT:
            os.killpg(self.process.pid, by)
        else:
            self.process.send_signal(by)
        self.process.wait(60)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def serve_shop(place: Place, ports: tuple[int, int]) -> Iterator[Callable[[], Server]]:
    started: list[Server] = []

    def start() -> Server:
        started.append(Server(place, *ports))
        return started[-1].wait_until_open()

    yield start
    for server in started:
        if server.process.poll() is None:
            server.end(signal.SIGTERM)
    if left := cloud.find(place):
        process.stop(place, left)


def _gone(family: Sequence[psutil.Process]) -> bool:
    return not psutil.wait_procs(list(family), timeout=20)[1]


def test_it_tells_what_to_open_and_who_to_be_and_ctrl_c_ends_all_of_it(serve_shop: Callable[[], Server], ports: tuple[int, int]) -> None:
    server = serve_shop()
    assert f"Halftone is open at {server.url}" in server.said
    assert "shopper@halftone.example" in server.said
    assert "staff@halftone.example" in server.said
    assert requests.get(server.url, timeout=30).status_code == 200
    running = cloud.find(server.place)
    assert running is not None
    family = [*server.family(), *psutil.Process(running.pid).children(recursive=True)]
    server.end(signal.SIGINT)
    assert _gone(family), server.said
    assert "Traceback" not in server.said
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_next_start_keeps_what_there_was_and_skips_what_is_done(serve_shop: Callable[[], Server]) -> None:
    server = serve_shop()
    running = cloud.find(server.place)
    assert running is not None
    assert "Deployment ready" not in server.said
    assert "Products" not in server.said
    running.client("ssm").put_parameter(Name="/kept", Value="an order", Type="String")
    family = server.family()
    server.end(signal.SIGTERM)
    assert _gone(family)
    serve_shop()
    again = cloud.find(server.place)
    assert again is not None
    assert again.client("ssm").get_parameter(Name="/kept")["Parameter"]["Value"] == "an order"


def test_a_changed_file_restarts_django_and_not_the_cloud(serve_shop: Callable[[], Server]) -> None:
    server = serve_shop()
    running, before = cloud.find(server.place), server.django

    def restarted() -> bool:
        os.utime(ROOT / "storefront" / "wsgi.py")  # each time: the reloader sees nothing that changed before its first look
        return bool(server.django) and not server.django & before

    server.wait_until(restarted)
    server.wait_until(lambda: _answers(server))
    assert cloud.find(server.place) == running


def _answers(server: Server) -> bool:
    try:
        return requests.get(server.url, timeout=30).status_code == 200
    except requests.ConnectionError:
        return False


def test_a_cloud_that_ran_before_runs_on(serve_shop: Callable[[], Server], place: Place, ports: tuple[int, int]) -> None:
    running = process.start(place, ports[1], stays=True)
    server = serve_shop()
    assert "Local cloud already runs" in server.said
    server.end(signal.SIGINT)
    assert cloud.find(place) == running


def test_a_taken_port_is_told_in_one_line_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = Server(Place(tmp_path), port, free_port())
        assert server.process.wait(60) == 1
    assert server.said == f"Port {port} is taken, so the shop cannot open there. Choose another: make run PORT={port + 1}\n"
    assert cloud.find(server.place) is None


@pytest.mark.parametrize(
    ("arguments", "port"),
    [([], 8000), (["8001"], 8001), (["127.0.0.1:8002"], 8002), (["--noreload"], 8000), (["--nostatic", "8003"], 8003)],
)
def test_the_port_is_the_one_that_runserver_is_told(arguments: list[str], port: int) -> None:
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
