"""What functions write into their logs names orders and requests, and nobody: nothing has to be taken out of them when
somebody is forgotten. Nor do they hold what opens an order or a voucher, or stands for a card."""

import re
from collections.abc import Callable
from itertools import cycle, islice
from types import MethodType

import msgspec
import pytest

from backend.contracts.basket.address_operations import SAVE_ADDRESS
from backend.contracts.basket.operations import CHECK_OUT
from backend.shared.log import Logger, logger
from tests.simulation import leavers, phone_orders
from tests.simulation.buyers import ADDRESS, Buyer
from tests.simulation.canaries import ADDRESS as ADAS
from tests.simulation.canaries import CANARY, PHONE, Story, begin
from tests.simulation.monitor import Watch
from tests.simulation.schedule import crowd, play
from tests.simulation.shop import ENVIRONMENT, Shop

SCHEDULES = 6
Lines = Callable[[], list[str]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    """Return what was logged since it was last called; functions log all that they can."""
    monkeypatch.setitem(ENVIRONMENT, "AWS_LAMBDA_LOG_LEVEL", "DEBUG")
    return lambda: capsys.readouterr().out.splitlines()


def test_no_log_line_names_a_buyer_caller_or_leaver_whatever_goes_wrong(lines: Lines) -> None:
    secrets = set[str]()

    def watch_shop(shop: Shop, watch: Watch) -> list[Buyer]:
        _log_traces()
        buyers = crowd(shop, watch)
        shop.world.later(3000, lambda: secrets.update(_secrets(shop, watch)))
        return buyers

    seeds = (seed for seed in range(10_000) if leavers.is_played(seed) or phone_orders.is_played(seed))
    for seed in islice(seeds, SCHEDULES):
        assert not play(seed, story=watch_shop).violation
    logged = lines()
    assert len(logged) > 500 * SCHEDULES
    assert {msgspec.json.decode(line)["level"] for line in logged} >= {"INFO", "WARN", "ERROR"}
    texts = (leavers.CANARY, ADDRESS.email, ADDRESS.street, *secrets)
    assert len(secrets) > SCHEDULES
    assert [line for line in logged if any(text in line for text in texts)] == []


def _log_traces() -> None:
    """Have exceptions logged with their traces, which the simulator leaves out as a rule."""
    vars(logger)["exception"] = MethodType(Logger.exception, logger)


def _secrets(shop: Shop, watch: Watch) -> set[str]:
    """Return the keys of guests' orders, the tokens of cards and the codes of gift vouchers."""
    keys = {each.order_key for each in watch.checkouts.values() if each.order_key}
    return keys | {each.token for each in watch.checkouts.values() if each.token} | set(shop.voucher_codes())


def test_no_line_names_a_customer_of_whom_staff_do_everything_that_they_can(lines: Lines) -> None:
    with begin() as story:
        _log_traces()
        story.buys()
        story.receives()
        story.wait(600)
    assert _telling(lines()) == []


def test_what_cannot_be_read_is_not_logged(lines: Lines) -> None:
    with begin() as story:
        _log_traces()
        story.buys()
        lines()
        _send_nonsense(story)
        bodies = [body for entry in story.published for body in _spoil(entry)]
        queues = [queue for name, queue in story.shop.cloud.queues.items() if name != "sandbox"]
        for body, queue in zip(bodies, cycle(queues), strict=False):
            story.shop.cloud.send(queue, body, 0)
        story.wait(20 * 3600)
        assert any(queue.dead for queue in story.shop.cloud.queues.values())
    logged = lines()
    assert sum('"ERROR"' in line for line in logged) > 100
    assert _telling(logged) == []


def _send_nonsense(story: Story) -> None:
    """Send requests that are refused: each names Ada where something else should be."""
    address = msgspec.to_builtins(ADAS) | {"country": ADAS.name}
    for body in ({"address": address}, {"key": ADAS.email, "address": address}, [ADAS.name], ADAS.name):
        for operation in (CHECK_OUT, SAVE_ADDRESS):
            reply = story.shop.ask(operation, shopper="ada", body=body)
            assert reply
            assert 400 <= reply["statusCode"] < 500


def _spoil(entry: dict[str, str]) -> list[str]:
    """Return messages of the event cut short, of a later version, and with Ada's name in the place of numbers."""
    body, name = f'{{"detail-type":"{entry["DetailType"]}","detail":{entry["Detail"]}}}', f'"{ADAS.name}"'
    dated, counted = re.sub('(?<="at":)"[^"]*"', name, body), re.sub(r'(?<=":)\d+', name, body)
    return [body[:-2], dated, counted, body.replace(".v1", ".v99")]


def _telling(logged: list[str]) -> list[str]:
    return [line for line in logged if CANARY in line.casefold() or PHONE in line]
