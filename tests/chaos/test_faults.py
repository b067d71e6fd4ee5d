"""The faults do to a process what they say; a client notes what it cannot know as unknown, and asks again with the same
request."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
import requests

from backend.contracts.basket.operations import CHECK_OUT
from tests.chaos import client as clients
from tests.chaos import faults
from tests.chaos.client import Client
from tests.chaos.faults import Faults
from tests.chaos.history import History, Outcome
from tests.integration.api import until

ECHO = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A process that answers each line with itself."""
    with subprocess.Popen([sys.executable, "-c", ECHO], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert answers(process)
        yield process
        process.kill()


@pytest.fixture
def striking(worker: subprocess.Popen[bytes]) -> Faults:
    return Faults(SimpleNamespace(functions=lambda name: [psutil.Process(worker.pid)]), random.Random(1))  # type: ignore[arg-type]


def answers(process: subprocess.Popen[bytes]) -> bool:
    ask_worker(process)
    return bool(process.stdout and process.stdout.readline() == b"{}\n")


def ask_worker(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.write(b"{}\n")
    process.stdin.flush()


def test_a_kill_leaves_no_time_for_a_word(worker: subprocess.Popen[bytes], striking: Faults) -> None:
    assert striking._kills([psutil.Process(worker.pid)])
    assert worker.wait(60) == -signal.SIGKILL


def test_stopped_processes_go_on(
    worker: subprocess.Popen[bytes], striking: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "STOPPED", (0.05, 0.1))
    assert striking._stops([psutil.Process(worker.pid)])
    assert answers(worker)


def test_who_is_given_an_event_is_killed_with_it(
    worker: subprocess.Popen[bytes], striking: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "CATCH", 120)

    def give() -> None:
        until(lambda: psutil.Process(worker.pid).status() == psutil.STATUS_STOPPED)
        ask_worker(worker)

    giver = Thread(target=give)
    giver.start()
    assert striking._catches([psutil.Process(worker.pid)])
    giver.join()
    assert worker.wait(60) == -signal.SIGKILL


def test_who_is_given_none_is_left_alone(
    worker: subprocess.Popen[bytes], striking: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "CATCH", 0.05)
    assert not striking._catches([psutil.Process(worker.pid)])
    assert answers(worker)


def test_strikes_are_counted_and_dated(
    worker: subprocess.Popen[bytes], striking: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "VICTIMS", ("OrderConsumer",))
    over = Event()
    monkeypatch.setattr(Faults, "_kills", lambda self, processes: over.set() is None)
    for kind in ("_catches", "_stops"):
        monkeypatch.setattr(Faults, kind, Faults._kills)
    monkeypatch.setattr(faults, "BETWEEN", (0, 0.01))
    monkeypatch.setattr(faults, "GROWN", 0)
    began = time.time()
    striking.until(time.monotonic() + 120, over)
    assert striking.struck.total() == faults.of(striking.struck, "OrderConsumer") > 0
    assert began < striking.last <= time.time()


def test_who_is_only_starting_is_left_alone(
    worker: subprocess.Popen[bytes], striking: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "BETWEEN", (0, 0.01))
    striking.until(time.monotonic() + 0.2, Event())
    assert striking.struck.total() == 0
    assert answers(worker)


def test_kills_are_distinguished_from_stops() -> None:
    struck = Counter({("OrderConsumer", "kills"): 2, ("OrderConsumer", "catches"): 1, ("OrderRelay", "stops"): 4})
    assert (faults.kills(struck), faults.of(struck, "OrderConsumer")) == (3, 3)


def reply(status: int, body: bytes = b'{"order_id": "a"}') -> requests.Response:
    made = requests.Response()
    made.status_code, made._content = status, body
    return made


@pytest.mark.parametrize(("answers", "outcomes"), [
    ([reply(202)], [Outcome.OK]),
    ([reply(409)], [Outcome.FAIL]),
    ([reply(502), requests.ReadTimeout(), reply(429), reply(202)], [Outcome.UNKNOWN] * 3 + [Outcome.OK]),
], ids=str)  # fmt: skip
def test_a_client_asks_the_same_again_until_it_is_answered(
    answers: list[Any], outcomes: list[Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "WAIT", 0.0)
    coming, sent = iter(answers), []

    def api(operation: Any, token: str, **request: Any) -> requests.Response:
        sent.append((operation, token, request))
        answer = next(coming)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    who: Any = SimpleNamespace(account=SimpleNamespace(email="ada"), token="t")
    client = Client(who, History(), random.Random(1), time.monotonic() + 60)
    client._web.api = api
    last = client.ask("check-out", CHECK_OUT, about="k", body={"key": "k"})
    assert last is answers[-1]
    assert sent == [(CHECK_OUT, "t", {"body": {"key": "k"}})] * len(answers)
    assert [op.outcome for op in client.history.ops] == outcomes
    assert [op.value for op in client.history.of("check-out", Outcome.OK)] == [("a",)] * outcomes.count(Outcome.OK)
