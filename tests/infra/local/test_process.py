"""Starting and stopping the local cloud."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from backend.contracts.product.operations import LIST_CATEGORIES
from infra.local import cloud, process, start
from infra.local.cloud import Cloud, Failed
from infra.local.paths import LocalPaths
from tests.cloud import ShopCloud, free_port
from tests.integration.api import Api, until


@pytest.fixture
def place(tmp_path: Path) -> Iterator[LocalPaths]:
    place = LocalPaths(tmp_path)
    yield place
    if left := cloud.find(place):
        process.stop(place, left)


def _keep(running: Cloud, value: str) -> None:
    running.client("ssm").put_parameter(Name="/kept", Value=value, Type="String", Overwrite=True)


def _kept_value(running: Cloud) -> str:
    return str(running.client("ssm").get_parameter(Name="/kept")["Parameter"]["Value"])


def test_a_port_in_use_is_reported_in_one_line_that_names_another(place: LocalPaths) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Failed, match=rf"^Port {port} is taken.*LOCAL_CLOUD_PORT={port + 1}$"):
            process.start(place, port)
    assert cloud.find(place) is None


def test_a_cloud_that_ends_at_once_names_its_log(place: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    with pytest.raises(Failed, match=rf"ended at once: it said nothing \({place.log}\)"):
        process.start(place, free_port())
    assert not place.running.exists()


def test_a_cloud_that_is_not_ready_in_time_is_stopped(place: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    monkeypatch.setattr(process, "READY_SECONDS", 0)
    monkeypatch.setattr(process, "ready", lambda running: bool(started.append(running.pid)))
    with pytest.raises(Failed, match="not ready after 0 seconds"):
        process.start(place, free_port())
    assert not psutil.pid_exists(started[0])


def test_what_was_kept_survives_a_stop(place: LocalPaths) -> None:
    first = process.start(place, free_port())
    _keep(first, "a shopper's basket")
    process.stop(place, first)
    assert cloud.find(place) is None
    second = process.start(place, free_port())
    assert _kept_value(second) == "a shopper's basket"


def test_a_cloud_that_must_be_killed_reports_what_it_lost(place: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "STOP_SECONDS", 0.1)
    running = process.start(place, free_port())
    psutil.Process(running.pid).suspend()
    with pytest.raises(Failed, match=r"was killed: what changed after its start is lost; .*may say why"):
        process.stop(place, running)
    assert not place.running.exists()
    assert cloud.find(place) is None


def test_a_cloud_that_ends_without_saving_reports_what_it_lost(place: LocalPaths) -> None:
    running = process.start(place, free_port())
    place.saving.write_text("no folder can be made here")
    with pytest.raises(Failed, match=r"could not save its state: what changed after its start is lost; "):
        process.stop(place, running)
    assert not place.running.exists()


def test_what_was_kept_survives_a_sigterm(place: LocalPaths) -> None:
    first = process.start(place, free_port())
    _keep(first, "an order")
    running = psutil.Process(first.pid)
    running.send_signal(signal.SIGTERM)
    running.wait(60)
    assert _kept_value(process.start(place, free_port())) == "an order"


def test_it_listens_on_this_machine_only(cloud: ShopCloud) -> None:
    listening = [
        each.laddr
        for each in psutil.Process(cloud.cloud.pid).net_connections(kind="inet")
        if each.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert {address.ip for address in listening} == {"127.0.0.1"}


def test_functions_get_none_of_this_processes_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_PROFILE", "a real account")
    monkeypatch.setenv("SHOP_SECRET_KEY", "secret")
    names = process._environment(LocalPaths(tmp_path), 4566)
    assert not {"AWS_PROFILE", "SHOP_SECRET_KEY", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"} & set(names)
    assert (names["AUTH"], names["BIND_HOST"], names["IOT_MTLS_ENABLED"]) == ("true", "127.0.0.1", "0")


def test_stopping_empties_the_functions_folder(place: LocalPaths) -> None:
    running = process.start(place, free_port())
    (place.workshop / "left").write_text("by a function")
    process.stop(place, running)
    assert not psutil.pid_exists(running.pid)
    assert not place.workshop.exists()


def test_a_halted_cloud_answers_and_runs_no_function_until_it_is_found_again(tmp_path: Path) -> None:
    shop = ShopCloud.start(tmp_path)
    try:
        api = Api(shop)
        assert api(LIST_CATEGORIES).ok
        family = psutil.Process(shop.cloud.pid).children(recursive=True)
        process.halt(shop.place, shop.cloud)
        until(lambda: not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in family))
        assert api(LIST_CATEGORIES).status_code == 502
        assert cloud.ready(shop.cloud)
        start.up(shop.place, shop.cloud.port, shop.storefront, lambda line: None)
        assert api(LIST_CATEGORIES).ok
    finally:
        shop.stop()
