"""Faults of real processes: the functions' workers are killed with -9, killed with an event in hand, or stopped and
continued.

A seed draws which function is struck, how, and when; what is under way in that moment is the machine's choice, not the
seed's.
"""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

import psutil

from tests.cloud import ShopCloud
from tests.integration.fault_injection import unread

VICTIMS = (
    "BasketHandler", "BasketRelay", "BasketConsumer", "OrderHandler", "OrderConsumer", "OrderConsumer", "OrderRelay", "OrderRelay",
    "InventoryConsumer", "InventoryConsumer", "InventoryRelay", "PaymentConsumer", "PaymentConsumer", "PaymentHandler", "PaymentRelay",
    "PaymentSweeper", "OrderSweeper", "SandboxHandler", "SandboxConsumer", "NotificationConsumer",
)  # fmt: skip
"""What may be struck, by its name in the outputs; what does most of the work stands here twice."""
MAIL = "NotificationConsumer"
BETWEEN, STOPPED, CATCH, UNDER_WAY = (0.4, 2.5), (0.3, 3.0), 1.5, 0.05
"""Seconds between two faults; that a process stands still; that a fault waits for it to be given an event; that it then
works."""
GROWN = 8.0
"""Seconds that a process must have lived, and then be seen waiting, which none does before it has started.

Who dies while it starts has the local cloud end every other worker of its function, and those that start because of
that, and so on.
"""
LEAVE_MAIL = 30.0
"""Seconds before the end from which the notification is left alone: what it claimed and lost is sent a minute later."""


Strike = Callable[[list[psutil.Process]], bool]
"""Strikes a function's processes; returns whether it did."""


@dataclass
class Faults:
    """Strikes until the end. `struck` counts by function and kind, `last` is the epoch second of the latest fault."""

    cloud: ShopCloud
    random: random.Random
    struck: Counter[tuple[str, str]] = field(default_factory=Counter)
    last: float = 0.0
    _deck: list[Strike] = field(default_factory=list)

    def until(self, end: float, over: Event) -> None:
        """Strikes until that moment (monotonic), or until it is over."""
        while time.monotonic() < end and not over.wait(self.random.uniform(*BETWEEN)):
            kind = self._draw()
            victim, processes = self._find_victim(end)
            if processes and kind(processes):
                self.struck[victim, kind.__name__.strip("_")] += 1
                self.last = time.time()

    def _draw(self) -> Strike:
        """The next kind: two of each four kill, so that no seed's thirty seconds go by without."""
        if not self._deck:
            self._deck = self.random.sample((self._kills, self._kills, self._catches, self._stops), 4)
        return self._deck.pop()

    def _find_victim(self, end: float) -> tuple[str, list[psutil.Process]]:
        """A function that may be struck now, and its processes; none when there is no such function."""
        for victim in self.random.sample(VICTIMS, len(VICTIMS)):
            spared = victim == MAIL and time.monotonic() > end - LEAVE_MAIL
            if not spared and (
                processes := [process for process in self.cloud.functions(victim) if _has_started(process)]
            ):
                return victim, processes
        return "", []

    def _kills(self, processes: list[psutil.Process]) -> bool:
        """All of the function's workers at once."""
        for process in processes:
            _send(process, signal.SIGKILL)
        return True

    def _catches(self, processes: list[psutil.Process]) -> bool:
        """One worker, soon after it was given an event: it stands still until then. False where it is given none."""
        process, given_up = self.random.choice(processes), time.monotonic() + CATCH
        _send(process, signal.SIGSTOP)
        while time.monotonic() < given_up and not _has_event(process):
            time.sleep(0.005)
        caught = _has_event(process)
        _send(process, signal.SIGCONT)
        if caught:
            time.sleep(self.random.uniform(0, UNDER_WAY))
            _send(process, signal.SIGKILL)
        return caught

    def _stops(self, processes: list[psutil.Process]) -> bool:
        """All of them stand still for a while, and go on."""
        for process in processes:
            _send(process, signal.SIGSTOP)
        time.sleep(self.random.uniform(*STOPPED))
        for process in processes:
            _send(process, signal.SIGCONT)
        return True


def _has_started(process: psutil.Process) -> bool:
    """Whether it has surely ended its start; not one that has ended altogether."""
    with suppress(psutil.NoSuchProcess):
        return time.time() - process.create_time() > GROWN and process.status() == psutil.STATUS_SLEEPING
    return False


def _send(process: psutil.Process, number: signal.Signals) -> None:
    """`send_signal` makes sure that the id is still this process's, and no other's."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)


def _has_event(process: psutil.Process) -> bool:
    with suppress(OSError):
        return unread(process.pid) > 0
    return False


def kills(struck: Counter[tuple[str, str]]) -> int:
    """How many strikes killed."""
    return sum(count for (_, kind), count in struck.items() if kind != "stops")


def of(struck: Counter[tuple[str, str]], victim: str) -> int:
    """How often this function was struck."""
    return sum(count for (name, _), count in struck.items() if name == victim)


def cut_short(cloud: ShopCloud, victim: str) -> int:
    """How often the local cloud itself ended the function because it took longer than it may, as on a machine that is
    busy."""
    return cloud.place.log.read_text(errors="replace").count(f"Lambda {cloud.outputs[victim]} timed out")
