"""Bounds how many processes MiniStack runs functions in.

It would start a process for every concurrent call, and a busy machine falls into a hole by that: each call that a
caller gives up starts another cold process beside the one it waited for. A call that finds no free process waits for
one, as long as its function may take. Functions of the shop call one another along no circle, so none waits for itself.
Loaded by its path in MiniStack's own process (`infra/local/ministack_patches.py`).

A function that is given new code answers the calls that it is at by the old, where MiniStack would end these in the
middle.

Code is unpacked once, for all processes that run it: for each of them MiniStack would write some hundred files, and
remove them at the process's end.
"""

import hashlib
import os
import tempfile
import time
import zipfile
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path
from threading import BoundedSemaphore, Condition
from types import SimpleNamespace

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

PROCESSORS = os.cpu_count() or 2
STARTS = PROCESSORS
"""Processes that may start at once; more would only start each other later."""
PER_FUNCTION = int(os.environ.get("FUNCTION_PROCESSES", max(4, 2 * PROCESSORS)))
"""Processes of one function."""

_starting = BoundedSemaphore(STARTS)
_freed = Condition()
_updating: ContextVar[bool] = ContextVar("updating", default=False)
_retired: set[int] = set()
"""The ids of processes with old code that are still at a call."""
_acquire, _release = lambda_svc.acquire_worker, lambda_svc.release_worker
_update_code, _invalidate = lambda_svc._update_code, lambda_svc.invalidate_worker
_spawn = lambda_runtime.Worker._spawn


def install() -> None:
    """Has MiniStack take and give back processes by this module."""
    lambda_svc.acquire_worker = _wait_for_worker
    lambda_svc.release_worker = _give_back
    lambda_svc._update_code = _change_code
    lambda_svc.invalidate_worker = _retire
    lambda_runtime.Worker._spawn = _start
    lambda_runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": Archive})


FunctionConfig = dict[str, str | int]
"""A function's settings, as MiniStack holds them."""


def _wait_for_worker(
    name: str, config: FunctionConfig, code: bytes, qualifier: str = "$LATEST"
) -> tuple[lambda_runtime.Worker | None, str]:
    """Return a free process of the function, or a new one; none, told as a throttle, where all are busy for too
    long.
    """
    end = time.monotonic() + float(config.get("Timeout", 30))
    while True:
        worker, reason = _acquire(
            name, config, _newest(config, code, qualifier), qualifier=qualifier, max_concurrency=PER_FUNCTION
        )
        remaining_seconds = end - time.monotonic()
        if worker is not None or remaining_seconds <= 0:
            return worker, reason
        with _freed:
            _freed.wait(min(remaining_seconds, 0.2))


def _newest(config: FunctionConfig, code: bytes, qualifier: str) -> bytes:
    """Return the function's code of now: whoever waited for a process may have come with the code of before."""
    account, region = lambda_runtime._account_region_from_function_config(config)
    function = lambda_svc._functions.get_scoped(account, region, config.get("FunctionName", ""))
    return (qualifier == "$LATEST" and (function or {}).get("code_zip")) or code


def _change_code(*given: object, **named: object) -> object:
    token = _updating.set(True)
    try:
        return _update_code(*given, **named)
    finally:
        _updating.reset(token)


def _retire(name: str, qualifier: str | None = None, account: str | None = None, region: str | None = None) -> None:
    """As MiniStack ends a function's processes; where its code changes, those that are at a call end after it."""
    if not _updating.get():
        _invalidate(name, qualifier=qualifier, account=account, region=region)
        return
    with lambda_runtime._lock:
        retired = lambda_runtime._workers.pop(f"{account}:{region}:{name}:{qualifier}", [])
        busy = {id(worker) for worker in retired if worker.in_use}
        _retired.update(busy)
    lambda_runtime.kill_workers([worker for worker in retired if id(worker) not in busy])


def _give_back(worker: lambda_runtime.Worker) -> None:
    _release(worker)
    if id(worker) in _retired:
        _retired.discard(id(worker))
        lambda_runtime.kill_workers([worker])
    with _freed:
        _freed.notify_all()


def _start(worker: lambda_runtime.Worker) -> None:
    with _starting:
        _spawn(worker)


class Archive(zipfile.ZipFile):
    """An archive whose files lie in one folder beside the processes' own, to which each of these has a link."""

    def extractall(self, path: str) -> None:  # type: ignore[override]
        """Make the empty folder at `path` a link to the unpacked files."""
        folder, link = self._unpack(), Path(path)
        link.rmdir()
        link.symlink_to(folder, target_is_directory=True)

    def _unpack(self) -> Path:
        content = Path(str(self.filename)).read_bytes()
        folder = Path(tempfile.gettempdir()) / f"code-{hashlib.sha256(content).hexdigest()}"
        if not folder.exists():
            fresh = tempfile.mkdtemp(prefix="unpacking-")
            super().extractall(fresh)
            with suppress(OSError):  # another process of the function was quicker
                os.rename(fresh, folder)
        return folder
