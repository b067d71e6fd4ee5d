"""A schedule: activities that stop at every call to the cloud, virtual time, and chance from one seed, so that a seed
is a story.

One activity runs at a time. At a call it may be left for another, its call may fail before or after its effect, have
its effect twice, or find its function killed.
"""

import os
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from heapq import heappop, heappush
from typing import Any
from unittest import mock

import greenlet

from backend.shared import clock
from backend.shared.log import logger

BEGIN = datetime(2026, 11, 21, 10, tzinfo=UTC).timestamp()
MOST_STEPS = 400_000
PEOPLE = "none"
"""The service of activities that are no function: they are never killed, and must not fail."""
Action = Callable[[], None]


class Killed(BaseException):
    """The function is gone: nothing of the code under test sees this."""


class Violated(BaseException):
    """An invariant does not hold. No handler may swallow it."""


@dataclass(eq=False)
class Task:
    """One activity.

    `deadline` is when its function is killed; `faults` counts what went wrong in it; `skew` is of its clock.
    """

    name: str
    service: str
    run: greenlet.greenlet = field(repr=False)
    deadline: float
    done: Callable[[Any], None]
    skew: float = 0.0
    faults: int = 0
    born: float = 0.0


class World:
    """Time, chance and activities. `switches` is how likely an activity is left at a call."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.now = BEGIN
        self.faulty = True
        self.zombies = False
        self.longest = 8 * 3600.0  # seconds that a schedule may last
        self.switches = self.random.choice((0.1, 0.3, 0.6))
        self.skews = self.random.choice((0.0, 0.0, 120.0))
        self.agenda: list[tuple[float, int, Action]] = []
        self.ready: list[Task] = []
        self.tasks: set[Task] = set()
        self.current: Task | None = None
        self.steps = 0
        self._number = 0
        self._hub = greenlet.getcurrent()

    # chance and time

    def chance(self, likely: float) -> bool:
        return likely > 0 and self.random.random() < likely

    def later(self, seconds: float, action: Action) -> None:
        """Puts an action on the agenda."""
        self._number += 1
        heappush(self.agenda, (self.now + seconds, self._number, action))

    def sleep(self, seconds: float) -> None:
        """What `time.sleep` is to an activity."""
        if (task := self.current) is not None:
            self.later(seconds, lambda: self.ready.append(task))
            self._hub.switch()

    def pause(self) -> None:
        """Lets others go on first."""
        if (task := self.current) is not None:
            self.ready.append(task)
            self._hub.switch()

    # activities

    def start(
        self, name: str, service: str, function: Callable[[], Any], seconds: float, done: Callable[[Any], None]
    ) -> Task:
        """Begins an activity. `finish` gets its result, or None when it was killed or raised."""
        task = Task(
            name,
            service,
            greenlet.greenlet(lambda: self._whole(task, function), self._hub),
            self.now + seconds,
            done,
            born=self.now,
        )
        task.skew = self.random.uniform(-self.skews, self.skews) if self.skews else 0.0
        self.tasks.add(task)
        self.ready.append(task)
        return task

    def _whole(self, task: Task, function: Callable[[], Any]) -> None:
        result = None
        try:
            result = function()
        except Killed:
            task.faults += 1
        except Exception as error:
            if task.service == PEOPLE:
                raise Violated(f"{task.name}: {error!r}") from error
        self.tasks.discard(task)
        task.done(result)

    def wait(self, name: str, service: str, function: Callable[[], Any], seconds: float, patience: float) -> Any:
        """Runs another activity and waits for its result; None when none comes in time."""
        waiting, answer = self.current, []
        state = {"over": False}

        def finish(result: Any) -> None:
            if not state["over"]:
                state["over"] = True
                answer.append(result)
                self._wake(waiting)

        self.start(name, service, function, seconds, finish)
        self.later(patience, lambda: finish(None))
        self._hub.switch()
        return answer[0]

    def _wake(self, task: Task | None) -> None:
        if task is not None:
            self.ready.append(task)

    def spend(self) -> None:
        """A call takes its time, and its function may be out of it."""
        self.steps += 1
        self.now += 0.002
        if self.current and self.now > self.current.deadline and not self.zombies:
            raise Killed

    def step(self) -> bool:
        """Does one thing; False when there is nothing to do."""
        due = bool(self.agenda) and self.agenda[0][0] <= self.now
        if self.ready and not (due and self.random.random() < 0.4):
            self._resume(self.ready.pop(int(self.random.random() * len(self.ready))))
        elif self.agenda:
            at, _, action = heappop(self.agenda)
            self.now = max(self.now, at)
            action()
        else:
            return False
        if self.steps > MOST_STEPS:
            raise Violated(f"no end in sight; running: {[task.name for task in self.tasks]}")
        return True

    def _resume(self, task: Task) -> None:
        self.current = task
        if os.environ.get("TABLE") != task.service:
            os.environ["TABLE"] = os.environ["SERVICE"] = task.service
        try:
            task.run.switch()
        finally:
            self.current = None

    def abandon(self) -> None:
        """Let nothing come of the activities that are not over."""
        for task in self.tasks:
            task.done = lambda _: None
        self.tasks.clear()

    def hold(self, stack: Any) -> None:
        """Takes hold of time, chance and the log until the stack closes."""
        random.seed(self.seed)
        skewed = lambda: self.now + (self.current.skew if self.current else 0.0)  # noqa: E731
        for target, name, value in (
            (clock, "now", lambda: _instant(skewed())),
            (clock, "epoch", lambda: int(skewed())),
            (clock, "millis", lambda: int(skewed() * 1000)),
            (secrets, "token_hex", lambda size=32: f"{self.random.getrandbits(8 * size):0{2 * size}x}"),
            (secrets, "token_bytes", lambda size=32: self.random.randbytes(size)),
            (time, "sleep", self.sleep),
        ):
            stack.enter_context(mock.patch.object(target, name, value))
        stack.enter_context(mock.patch.object(logger, "exception"))  # a trace that nobody reads takes time


def _instant(moment: float) -> str:
    whole, part = divmod(int(moment * 1000), 1000)
    return f"{_second(whole)}.{part:03}Z"


@lru_cache(maxsize=1024)
def _second(epoch: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(epoch))
