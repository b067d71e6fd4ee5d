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
from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

from ministack import app
from ministack.core import persistence
from ministack.services import dynamodb, lambda_svc

STATE = Path(persistence.STATE_DIR)
SAVING, PREVIOUS = STATE.with_name(f"{STATE.name}.saving"), STATE.with_name(f"{STATE.name}.previous")
MANIFEST, STREAMS = "generation.json", "streams.json"
EACH, LONGEST = float(os.environ.get("SAVE_SECONDS", "30")), 55.0
"""Seconds between two generations; more where saving takes long: it costs a twentieth of a processor at most."""
SHARE = 20
SPAN = 60.0
"""Seconds of the tables' streams that are kept although they were read: what they caused may not be kept yet."""
PATIENCE, TRIES = 60.0, 2
"""Seconds that a copy may take to write, and how many copies may try the last time."""
Services = dict[str, Callable[[], object]]

_ended, _copies = Event(), set[int]()


def install() -> None:
    """Has MiniStack load and save by this module."""
    app.save_all = _save_at_the_end
    app._load_persisted_state = _load


def write(services: Services) -> None:
    """Write a whole generation and make it the state; the one before is kept.

    Raises whatever keeps it from being whole.
    """
    shutil.rmtree(SAVING, ignore_errors=True)
    SAVING.mkdir(parents=True)
    shared = _keep_files(STATE, SAVING)
    persistence.STATE_DIR, lambda_svc.CODE_BLOB_DIR = str(SAVING), str(SAVING / "lambda-blobs")
    files = {f"{name}.json": _write(name, get_state()) for name, get_state in services.items()}
    files[STREAMS] = _dump(SAVING / STREAMS, _streams())
    manifest = {"saved_at": time.time(), "files": {name: mark for name, mark in files.items() if mark}}
    _dump(SAVING / MANIFEST, manifest)
    _swap()
    _keep_files(PREVIOUS, STATE, but=shared)  # the original may have made a signing key meanwhile


def _keep_files(source: Path, target: Path, but: Container[Path] = ()) -> set[Path]:
    """Have a generation share the files of the one before, and return their paths in it.

    Functions' code and signing keys are files that never change.
    """
    files = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    for path in files:
        if path not in but and path.name not in (MANIFEST, STREAMS):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            _link(source / path, target / path)
    return files


def _link(path: Path, saved: Path) -> None:
    try:
        os.link(path, saved)
    except OSError:  # a file system without links
        with suppress(FileNotFoundError):
            shutil.copy2(path, saved)


Mark = list[int | str]  # bytes of a file and a hash of them


def _write(name: str, state: object) -> Mark | None:
    """Write a service's state and return the file's mark. A service that was never loaded has none: the file from
    before stays.
    """
    path = SAVING / f"{name}.json"
    if state is not None:
        return _dump(path, {"__ministack_format__": persistence._state_format_version(name), "payload": state})
    return _mark(path.read_bytes()) if path.exists() else None


def _dump(path: Path, content: object) -> Mark:
    """Write JSON and have it reach the disk."""
    encoded = json.dumps(content, default=persistence._json_default).encode()
    path.unlink(missing_ok=True)  # it may be shared with the generation before
    with path.open("wb") as file:
        file.write(encoded)
        file.flush()
        os.fsync(file.fileno())
    return _mark(encoded)


def _mark(encoded: bytes) -> Mark:
    return [len(encoded), hashlib.blake2b(encoded, digest_size=16).hexdigest()]


def _swap() -> None:
    shutil.rmtree(PREVIOUS, ignore_errors=True)
    if STATE.exists():
        STATE.rename(PREVIOUS)
    SAVING.rename(STATE)


def _streams() -> dict[str, list[object]]:
    """By stream: what was read in the last minute or never. Restored, it is all read once more."""
    since = int(time.time() - SPAN)
    saved = {}
    for (account, region, table), records in dynamodb._stream_records.all_items():
        trimmed = dynamodb._stream_trimmed.get_scoped(account, region, table, 0)
        unread = min(_positions(account, region, table), default=trimmed + len(records)) - trimmed
        saved[json.dumps([account, region, table])] = [
            record for index, record in enumerate(records)
            if index >= unread or record["dynamodb"]["ApproximateCreationDateTime"] >= since
        ]  # fmt: skip
    return saved


def _positions(account: str, region: str, table: str) -> list[int]:
    """How far each function that reads the table's stream has got."""
    positions = []
    for (of_account, of_region, uuid), mapping in lambda_svc._esms.all_items():
        source = mapping.get("EventSourceArn", "")
        if (of_account, of_region) == (account, region) and f":table/{table}/stream/" in source:
            positions.append(int(lambda_svc._dynamodb_stream_positions.get_scoped(account, region, uuid, 0)))
    return positions


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
            print(f"{path} cannot be read: {error}", file=sys.stderr, flush=True)
            os._exit(3)
    _load_streams()
    Thread(target=_keep_saving, args=(asyncio.get_running_loop(),), daemon=True).start()


def _load_streams() -> None:
    path = STATE / STREAMS
    saved = json.loads(path.read_bytes(), object_hook=persistence._json_object_hook) if path.exists() else {}
    for key, records in saved.items():
        account, region, table = json.loads(key)
        if dynamodb._tables.get_scoped(account, region, table) is not None:
            dynamodb._stream_records.set_scoped(account, region, table, records)


def _keep_saving(loop: asyncio.AbstractEventLoop) -> None:
    pause = EACH
    while not _ended.wait(pause):
        took = _save_aside(loop)
        pause = min(max(EACH, took * SHARE), LONGEST)


def _save_aside(loop: asyncio.AbstractEventLoop) -> float:
    """Has a copy of this process save; how many seconds that took."""
    started = time.monotonic()
    if copy := asyncio.run_coroutine_threadsafe(_fork(), loop).result():
        _has_saved(copy)
    return time.monotonic() - started


async def _fork() -> int:
    """Fork between two requests and return the copy's number, or 0 once the last save has begun."""
    return 0 if _ended.is_set() else _begin_copy(app._build_persistence_save_dict(), niceness=10)


def _begin_copy(services: Services, niceness: int) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads' locks: nothing called here takes one
        copy = os.fork()
    if not copy:
        _write_and_exit(services, niceness)
    _copies.add(copy)
    return copy


def _write_and_exit(services: Services, niceness: int) -> NoReturn:
    gc.disable()
    os.nice(niceness)
    for signalled in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signalled, signal.SIG_DFL)
    try:
        os.closerange(3, 4096)  # the port is the original's
        write(services)
        os._exit(0)
    except BaseException as error:
        print(f"The state could not be saved: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)


def _has_saved(copy: int) -> bool:
    """Wait for a copy and return whether it saved all; one that takes too long is killed."""
    end = time.monotonic() + PATIENCE
    with suppress(ChildProcessError):  # the last save has ended it
        while time.monotonic() < end:
            number, status = os.waitpid(copy, os.WNOHANG)
            if number:
                _copies.discard(copy)
                return status == 0
            time.sleep(0.02)
    _kill(copy)
    return False


def _kill(copy: int) -> None:
    """Kill a copy and wait for its end: what it still wrote would be in the way."""
    _copies.discard(copy)
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)


def _save_at_the_end(services: Services) -> None:
    """Have a copy save the last time, too: here, threads that have not ended would change what is being read."""
    _ended.set()
    for copy in list(_copies):
        _kill(copy)
    if PREVIOUS.exists() and not STATE.exists():  # it was killed between the two renames
        PREVIOUS.rename(STATE)
    any(_has_saved(_begin_copy(services, niceness=0)) for _ in range(TRIES))
