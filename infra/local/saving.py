"""Saves the whole of MiniStack's state at once, each half a minute and at the end, as generations: `state/` and
`state.previous/`.

MiniStack saves at its end alone, file by file, so a crash would cost everything since the start. Here a forked copy of
the process writes all of it as of one instant while the shop goes on; what it wrote becomes the state only once it is
complete. Loaded by its path in MiniStack's own process (`infra/local/ministack_patches.py`); nothing of ours can be
imported here.
"""

import asyncio
import gc
import hashlib
import json
import os
import shutil
import signal
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from ministack import app
from ministack.core import persistence
from ministack.services import dynamodb, lambda_svc

STATE = Path(persistence.STATE_DIR)
SAVING, PREVIOUS = STATE.with_name(f"{STATE.name}.saving"), STATE.with_name(f"{STATE.name}.previous")
MANIFEST, STREAMS = "generation.json", "streams.json"
EACH, LONGEST = float(os.environ.get("SAVE_SECONDS", "30")), 55.0
"""Seconds between two generations; more where saving takes long, so that it costs a twentieth of a processor at most.
"""
SHARE = 20
SPAN = 60.0
"""Seconds of the tables' streams that a generation keeps although they were read: what they caused may not be kept yet.
"""
PATIENCE = 60.0  # seconds that a copy may take to write
Services = dict[str, Callable[[], Any]]

_ended, _copies = Event(), set[int]()


def install() -> None:
    """Has MiniStack load and save by this module."""
    app.save_all = _save_at_the_end
    app._load_persisted_state = _load


def write(services: Services) -> None:
    """Writes a whole generation and makes it the state; the one before is kept.

    Raises whatever keeps it from being whole.
    """
    shutil.rmtree(SAVING, ignore_errors=True)
    SAVING.mkdir(parents=True)
    _keep_files()
    persistence.STATE_DIR, lambda_svc.CODE_BLOB_DIR = str(SAVING), str(SAVING / "lambda-blobs")
    files = {f"{name}.json": _write(name, get_state()) for name, get_state in services.items()}
    files[STREAMS] = _dump(SAVING / STREAMS, _streams())
    manifest = {"saved_at": time.time(), "files": {name: mark for name, mark in files.items() if mark}}
    _dump(SAVING / MANIFEST, manifest)
    _swap()


def _keep_files() -> None:
    """Functions' code and signing keys are files that never change: the new generation shares them."""
    for path in STATE.rglob("*"):
        kept = SAVING / path.relative_to(STATE)
        if path.is_dir():
            kept.mkdir(parents=True, exist_ok=True)
        elif path.name not in (MANIFEST, STREAMS):
            kept.parent.mkdir(parents=True, exist_ok=True)
            _link(path, kept)


def _link(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)
    except OSError:  # a file system without links
        with suppress(FileNotFoundError):
            shutil.copy2(path, kept)


def _write(name: str, state: Any) -> list[Any] | None:
    """The file's mark. A service that was never loaded has no state: the file from before stays."""
    path = SAVING / f"{name}.json"
    if state is not None:
        form = persistence._state_format_version(name)
        return _dump(path, {"__ministack_format__": form, "payload": state})
    return _mark(path.read_bytes()) if path.exists() else None


def _dump(path: Path, content: Any) -> list[Any]:
    """Writes JSON and has it reach the disk."""
    encoded = json.dumps(content, default=persistence._json_default).encode()
    path.unlink(missing_ok=True)  # it may be shared with the generation before
    with path.open("wb") as file:
        file.write(encoded)
        file.flush()
        os.fsync(file.fileno())
    return _mark(encoded)


def _mark(encoded: bytes) -> list[Any]:
    return [len(encoded), hashlib.blake2b(encoded, digest_size=16).hexdigest()]


def _swap() -> None:
    shutil.rmtree(PREVIOUS, ignore_errors=True)
    if STATE.exists():
        STATE.rename(PREVIOUS)
    SAVING.rename(STATE)


def _streams() -> dict[str, list[Any]]:
    """By stream: what was read in the last minute or never. Restored, it is all read once more."""
    since = int(time.time() - SPAN)
    kept = {}
    for (account, region, table), records in dynamodb._stream_records.all_items():
        trimmed = dynamodb._stream_trimmed.get_scoped(account, region, table, 0)
        unread = min(_positions(account, region, table), default=trimmed + len(records)) - trimmed
        kept[json.dumps([account, region, table])] = [
            record for index, record in enumerate(records)
            if index >= unread or record["dynamodb"]["ApproximateCreationDateTime"] >= since
        ]  # fmt: skip
    return kept


def _positions(account: str, region: str, table: str) -> list[int]:
    """How far each function that reads the table's stream has got."""
    found = []
    for (of_account, of_region, uuid), mapping in lambda_svc._esms.all_items():
        if (of_account, of_region) == (account, region) and f":table/{table}/stream/" in mapping.get(
            "EventSourceArn", ""
        ):
            found.append(int(lambda_svc._dynamodb_stream_positions.get_scoped(account, region, uuid, 0)))
    return found


def _load() -> None:
    """As MiniStack does, but ends the process where anything cannot be read: going on without it would overwrite it
    with nothing."""
    for key, module in app._state_map.items():
        path = STATE / f"{key}.json"
        if not path.exists():
            continue
        try:
            data = persistence.load_state(key)
            if data is None:
                raise ValueError("it is no JSON, or of a newer MiniStack")
            if data:
                app._get_module(module).load_persisted_state(data)
        except Exception as error:  # whatever it is, the state must stay as it is
            _end(f"{path} cannot be read: {error}")
    _load_streams()
    Thread(target=_keep_saving, args=(asyncio.get_running_loop(),), daemon=True).start()


def _load_streams() -> None:
    path = STATE / STREAMS
    kept = json.loads(path.read_bytes(), object_hook=persistence._json_object_hook) if path.exists() else {}
    for key, records in kept.items():
        account, region, table = json.loads(key)
        if dynamodb._tables.get_scoped(account, region, table) is not None:
            dynamodb._stream_records.set_scoped(account, region, table, records)


def _end(reason: str) -> None:
    print(reason, file=sys.stderr, flush=True)
    os._exit(3)


def _keep_saving(loop: asyncio.AbstractEventLoop) -> None:
    pause = EACH
    while not _ended.wait(pause):
        took = _save_aside(loop)
        pause = min(max(EACH, took * SHARE), LONGEST)


def _save_aside(loop: asyncio.AbstractEventLoop) -> float:
    """Has a copy of this process save; how many seconds that took."""
    started = time.monotonic()
    copy = asyncio.run_coroutine_threadsafe(_fork(), loop).result()
    while not _is_over(copy):
        if time.monotonic() > started + PATIENCE:
            _kill(copy)
        time.sleep(0.05)
    _copies.discard(copy)
    return time.monotonic() - started


async def _fork() -> int:
    """Between two requests, so that none is saved by half."""
    with warnings.catch_warnings():
        # other threads' locks: nothing that is called here takes one
        warnings.simplefilter("ignore", DeprecationWarning)
        copy = os.fork()
    if copy:
        _copies.add(copy)
        return copy
    _write_and_exit()
    raise AssertionError


def _write_and_exit() -> None:
    gc.disable()
    os.nice(10)
    for signalled in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signalled, signal.SIG_DFL)
    code = 1
    try:
        os.closerange(3, 4096)  # the port is the original's
        write(app._build_persistence_save_dict())
        code = 0
    except BaseException as error:
        print(f"The state could not be saved: {error!r}", file=sys.stderr, flush=True)
    os._exit(code)


def _is_over(copy: int) -> bool:
    try:
        return os.waitpid(copy, os.WNOHANG)[0] == copy
    except ChildProcessError:
        return True


def _kill(copy: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(copy, signal.SIGKILL)


def _save_at_the_end(services: Services) -> None:
    _ended.set()
    for copy in list(_copies):
        _kill(copy)
    try:
        write(services)
    except Exception as error:  # the generation before is still the state
        print(f"The state could not be saved: {error!r}", file=sys.stderr, flush=True)
