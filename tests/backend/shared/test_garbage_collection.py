"""The garbage collector is held while a function starts on Lambda, and at work again afterwards."""

import gc
import os
import subprocess
import sys

import pytest

from backend.shared.garbage_collection import pause_garbage_collection


@pytest.fixture
def lambdas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "Shop-OrderConsumer")


@pytest.mark.usefixtures("lambdas")
def test_the_collector_is_at_work_again_though_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), pause_garbage_collection():
        1 / gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()


@pytest.mark.usefixtures("lambdas")
def test_a_block_inside_a_block_leaves_the_collector_to_the_outer_one() -> None:
    with pause_garbage_collection():
        with pause_garbage_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()


def test_elsewhere_the_collector_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_LAMBDA_FUNCTION_NAME", raising=False)
    with pause_garbage_collection():
        assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_a_function_that_has_started_collects_what_its_calls_leave_and_not_what_stays() -> None:
    told = "import gc, backend.order.consumer; print(gc.isenabled(), gc.get_freeze_count() > 50_000)"
    there = {"AWS_LAMBDA_FUNCTION_NAME": "x", "AWS_DEFAULT_REGION": "us-east-1", "TABLE": "t", "SERVICE": "order"}
    done = subprocess.run(
        [sys.executable, "-c", told], env=os.environ | there, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True"]
