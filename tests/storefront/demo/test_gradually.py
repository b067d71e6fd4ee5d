"""Many calls of services that have just started."""

import threading
from collections.abc import Iterator

import pytest

from storefront.demo.ramp_up import gradually


class Service:
    """Counts how many call it at once, and lets a batch go when nobody else comes."""

    def __init__(self) -> None:
        self.lock, self.now, self.most, self.before = threading.Lock(), 0, 0, list[int]()

    def __call__(self, number: int) -> int:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.before.append(self.most)
        threading.Event().wait(0.005)
        with self.lock:
            self.now -= 1
        return number * 2


def test_the_first_call_is_alone_and_never_are_there_more_than_may_be_at_once() -> None:
    service = Service()
    assert gradually(service, range(60), at_once=6) == [number * 2 for number in range(60)]
    assert service.before[0] == 1
    assert max(service.before[:3]) <= 2
    assert max(service.before[:7]) <= 4
    assert service.most <= 6


def test_nothing_is_begun_after_a_failure() -> None:
    begun: list[int] = []

    def fail(number: int) -> None:
        begun.append(number)
        raise LookupError

    with pytest.raises(LookupError):
        gradually(fail, range(100))
    assert begun == [0]


def test_nothing_is_nothing() -> None:
    nobody: Iterator[int] = iter(())
    assert gradually(Service(), nobody) == []
