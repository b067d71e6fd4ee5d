"""The faults that may occur at a call: chosen at random from a seed, or planned call by call."""

from random import Random

KINDS = ("throttled", "lost", "twice", "conflict", "killed before", "killed after", "killed, done later", "stalled")
BEFORE = frozenset({"throttled", "conflict", "killed before", "killed, done later"})


class Chance:
    """Random faults. Each seed has its own mix of them, because a few at a time find more than all at once (swarm
    testing)."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.likely = random.choice((0.0, 0.01, 0.03, 0.08))
        self.kinds = [kind for kind in KINDS if random.random() < 0.6] or ["lost"]

    def at(self, name: str) -> str:
        """Return the fault at the activity's next call, or None."""
        if self.random.random() >= self.likely:
            return ""
        return self.kinds[int(self.random.random() * len(self.kinds))]


class Planned:
    """Faults at numbered calls, counted from 0 over all functions of the shop."""

    def __init__(self, plan: dict[int, str]) -> None:
        self.plan = plan
        self.calls: list[str] = []

    def at(self, name: str) -> str:
        self.calls.append(name)
        return self.plan.get(len(self.calls) - 1, "")
