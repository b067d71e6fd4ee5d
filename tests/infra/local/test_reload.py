"""An edited function is live in the running cloud, nobody's call is dropped, and what cannot run is not brought in."""

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import requests

from backend.contracts.product.operations import LIST_CATEGORIES
from backend.contracts.registry import SERVICES
from infra.bundle import bundle, here
from infra.local import functions, reload, start, watch
from infra.local.cloud import Cloud, Failed
from infra.local.paths import ROOT
from tests.cloud import ShopCloud
from tests.integration.api import until

EDIT = """
_answer = handler


def handler(event, context):
    reply = _answer(event, context)
    return {**reply, "headers": {**reply["headers"], "x-edited": "yes"}}
"""
CROWD = 4


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the functions are made from, to be edited."""
    shutil.copytree(ROOT / "backend", tmp_path / "backend", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def restart_shop(cloud: ShopCloud) -> Iterator[Callable[[], None]]:
    """Start the shop again, which is done at the end, too: the next test finds the functions of the checkout."""

    def restart() -> None:
        start.up(cloud.place, cloud.cloud.port, cloud.storefront, lambda line: None)

    yield restart
    restart()


def look_twice(reloader: reload.Reloader, running: Cloud) -> None:
    reloader.look(running)
    reloader.look(running)


def append(project: Path, module: str, text: str) -> None:
    with (project / "backend" / module).open("a") as file:
        file.write(text)


def list_categories(cloud: ShopCloud) -> requests.Response:
    return requests.get(cloud.api + LIST_CATEGORIES.template, timeout=60)


def test_an_edited_function_is_live_and_no_call_is_dropped_meanwhile(
    cloud: ShopCloud, project: Path, restart_shop: Callable[[], None]
) -> None:
    said: list[str] = []
    reloader, edited = reload.Reloader(said.append, project), Event()

    def shop() -> set[int]:
        seen, end = set(), time.monotonic() + 60
        while not edited.is_set() and time.monotonic() < end:
            seen.add(list_categories(cloud).status_code)
        return seen

    assert "x-edited" not in list_categories(cloud).headers
    with ThreadPoolExecutor(CROWD) as crowd:
        calls = [crowd.submit(shop) for _ in range(CROWD)]
        append(project, "product/handler.py", EDIT)
        end_watch = watch.watch(cloud.place, cloud.cloud, said.append, reloader, when_gone=lambda: None)
        until(lambda: said)
        end_watch()
        first = list_categories(cloud)
        edited.set()
    assert first.headers["x-edited"] == "yes"
    assert {status for call in calls for status in call.result()} == {200}
    assert said == [f"product: {len(functions.list_functions(cloud.cloud)['product'])} functions reloaded"]


def test_the_next_start_runs_the_functions_of_the_checkout_whatever_was_reloaded_before(
    cloud: ShopCloud, project: Path, restart_shop: Callable[[], None]
) -> None:
    append(project, "product/handler.py", EDIT)
    functions.update_code(cloud.cloud, {"product": bundle("product", here(), project)})
    assert "x-edited" in list_categories(cloud).headers
    restart_shop()
    assert "x-edited" not in list_categories(cloud).headers


@pytest.fixture
def code_updates(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Whose functions were given code, time for time; each service has two."""
    calls: list[list[str]] = []

    def update_code(running: Cloud, archives: dict[str, Any]) -> int:
        calls.append(sorted(archives))
        return 2 * len(archives)

    monkeypatch.setattr(reload, "update_code", update_code)
    monkeypatch.setattr(reload, "list_functions", lambda running: {service: [{}, {}] for service in SERVICES})
    monkeypatch.setattr(reload, "bundle", lambda service, platform, root: root / service)
    return calls


NOWHERE = Cloud(0, 0, 0)


@pytest.mark.parametrize("module", ["__init__.py", "shared/__init__.py", "contracts/__init__.py"])
def test_a_module_that_all_build_on_reloads_all(code_updates: list[list[str]], project: Path, module: str) -> None:
    said: list[str] = []
    reloader = reload.Reloader(said.append, project)
    append(project, module, "\n")
    look_twice(reloader, NOWHERE)
    assert code_updates == [sorted(SERVICES)]
    assert f"{2 * len(SERVICES)} functions reloaded" in said[0]
    assert ("Ctrl-C" in said[0]) is module.startswith("contracts")  # they say more than the functions do


def test_a_module_of_one_service_reloads_that_one(code_updates: list[list[str]], project: Path) -> None:
    reloader = reload.Reloader(lambda line: None, project)
    (project / "backend" / "order" / "handler.py").unlink()
    look_twice(reloader, NOWHERE)
    look_twice(reloader, NOWHERE)
    assert code_updates == [["order"]]


def test_what_is_still_being_written_is_waited_for(code_updates: list[list[str]], project: Path) -> None:
    reloader = reload.Reloader(lambda line: None, project)
    for _ in range(3):
        append(project, "order/handler.py", "\n")
        reloader.look(NOWHERE)
    assert code_updates == []
    reloader.look(NOWHERE)
    assert code_updates == [["order"]]


@pytest.mark.parametrize(
    ("slip", "where"), [("def broken(:\n", "backend/order/handler.py:"), ("\0", "backend/order/handler.py")]
)
def test_a_syntax_error_is_reported_once_and_the_functions_keep_running_until_it_is_fixed(
    code_updates: list[list[str]], project: Path, slip: str, where: str
) -> None:
    said: list[str] = []
    reloader, module = reload.Reloader(said.append, project), project / "backend" / "order" / "handler.py"
    good = module.read_text()
    append(project, "basket/handler.py", "\n")
    module.write_text(good + slip)
    look_twice(reloader, NOWHERE)
    look_twice(reloader, NOWHERE)
    assert code_updates == []
    assert len(said) == 1
    assert said[0].startswith(where)
    assert said[0].endswith("the functions go on as they were")
    module.write_text(good)
    look_twice(reloader, NOWHERE)
    assert code_updates == [["basket", "order"]]


def test_a_cloud_that_refuses_the_code_is_reported_in_one_line(
    code_updates: list[list[str]], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(running: Cloud, archives: dict[str, Any]) -> int:
        raise Failed("Order could not be given its code: too large")

    said: list[str] = []
    monkeypatch.setattr(reload, "update_code", refuse)
    reloader = reload.Reloader(said.append, project)
    append(project, "order/handler.py", "\n")
    look_twice(reloader, NOWHERE)
    assert said == ["Order could not be given its code: too large: the functions go on as they were"]


def test_a_service_that_was_never_deployed_is_reported(code_updates: list[list[str]], project: Path) -> None:
    said: list[str] = []
    reloader = reload.Reloader(said.append, project)
    (project / "backend" / "question").mkdir()
    (project / "backend" / "question" / "handler.py").touch()
    look_twice(reloader, NOWHERE)
    assert said == ["question is not deployed: Ctrl-C and `make run` do so."]
