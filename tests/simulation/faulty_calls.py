"""Calls of activities to what is outside their function: the points where another activity may run, and where every
fault may occur."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from tests.simulation.faults import BEFORE, Chance, Planned
from tests.simulation.scheduler import Killed, Task, World


@dataclass(frozen=True)
class Call:
    """One call. `effect` is what it does, and raises one of `refusals` where it is refused.

    `refuse` returns what is raised for a fault of `BEFORE`, `lose` what is raised in the place of an answer. `once`: the
    client does not try again by itself.
    """

    name: str
    effect: Callable[[], Any]
    refuse: Callable[[str], Exception]
    lose: Callable[[], Exception]
    refusals: type[Exception]
    once: bool = False

    def run_unheard(self) -> None:
        """Run the call although nobody will get the answer."""
        try:
            self.effect()
        except self.refusals:
            return


class FaultyCalls:
    """All calls of a schedule. `trace` is a sum over them, equal only if the same happened. `hits` counts the faults by
    kind, and `failing` is the activity whose call is failing at present."""

    def __init__(self, world: World, faults: Chance | Planned) -> None:
        self.world, self.faults = world, faults
        self.count = self.trace = 0
        self.hits: dict[str, int] = {}
        self.failing: Task | None = None

    @property
    def at_random(self) -> bool:
        """Return whether random faults may occur now."""
        return self.world.faulty and self.likely > 0

    @property
    def likely(self) -> float:
        """Return the probability of a random fault at a call."""
        return self.faults.likely if isinstance(self.faults, Chance) else 0.0

    @property
    def may_kill(self) -> bool:
        """Return whether a random fault may kill the function at a call."""
        return (
            isinstance(self.faults, Chance) and self.likely > 0 and any("killed" in kind for kind in self.faults.kinds)
        )

    def make(self, call: Call) -> Any:
        """Make a call of the present activity. Raises Killed if the activity ends there."""
        world, task = self.world, self.world.current
        if task is None:
            return call.effect()
        self.count += 1
        world.spend()
        if world.chance(world.switches):
            world.pause()
            world.spend()
        fault = self.faults.at(f"{task.name} {call.name}") if world.faulty else ""
        fault = "lost" if call.once and fault == "twice" else fault
        self.trace = crc32(f"{world.now} {task.name} {call.name} {fault}".encode(), self.trace)
        if fault:
            task.faults += 1
            self.hits[fault] = self.hits.get(fault, 0) + 1
            self.failing = task
            try:
                return self._fail(fault, call)
            finally:
                self.failing = None
        try:
            return call.effect()
        finally:
            if world.chance(world.switches / 2):
                world.pause()

    def _fail(self, fault: str, call: Call) -> Any:
        world = self.world
        if fault == "killed, done later":
            world.later(world.random.uniform(0, 2), call.run_unheard)
        if fault in ("killed before", "killed, done later"):
            raise Killed
        if fault in BEFORE:
            raise call.refuse(fault)
        if fault == "stalled":
            world.sleep(world.random.choice((1, 8, 30, 120)))
            world.spend()
            return call.effect()
        call.run_unheard()
        if fault == "twice":  # the client tried again by itself, for it got no answer
            world.pause()
            return call.effect()
        if fault == "killed after":
            raise Killed
        raise call.lose()
