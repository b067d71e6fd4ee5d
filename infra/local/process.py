"""Starts and stops the local cloud: MiniStack as a child process of its own group, with every IAM policy enforced."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil

from infra.local import state
from infra.local.cloud import REGION, Cloud, Failed, ready, record
from infra.local.paths import MINISTACK, LocalPaths
from infra.local.port import claim

READY_SECONDS, STOP_SECONDS = 60, 30
TRIES = 20  # to shut the workshop: two are enough while one function begins


def start(place: LocalPaths, port: int, *, stays: bool = False) -> Cloud:
    """Starts it and waits until it answers.

    Raises Failed when the port is taken, what was kept is damaged, or it does not come up.
    """
    claim(port, f"Port {port} is taken, so the local cloud cannot start. Choose another: LOCAL_CLOUD_PORT={port + 1}")
    state.check(place)
    ready_workshop(place)
    state.mend(place, port)
    with place.log.open("wb") as log:
        command = [sys.executable, "-P", str(MINISTACK)]
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            command,
            cwd=place.folder,
            env=_environment(place, port),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    cloud = record(place, Cloud(process.pid, port, 0 if stays else os.getpid()))
    try:
        _wait(cloud, process, place)
    except BaseException:
        stop(place, cloud)
        raise
    return cloud


def halt(place: LocalPaths, cloud: Cloud) -> None:
    """Ends its functions, whatever they are at, and lets none begin: each is unpacked in the workshop first.

    From here on the tables stay as they are. The cloud still answers, and is to be stopped next.
    """
    for _ in range(TRIES):
        if _shut(place):
            break
    for worker in _functions(place, cloud):
        _end(worker)


def ready_workshop(place: LocalPaths) -> None:
    """Functions can begin, whether or not the workshop was shut."""
    if place.workshop.is_file():
        place.workshop.unlink()
    place.workshop.mkdir(parents=True, exist_ok=True)


def _shut(place: LocalPaths) -> bool:
    """Puts a file in the workshop's place; False where a function that was just beginning made a folder there again."""
    if place.workshop.is_file():
        return True
    shutil.rmtree(place.closed, ignore_errors=True)
    with suppress(OSError):
        place.workshop.rename(place.closed)  # at once, where removing takes its time
    try:
        place.workshop.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _functions(place: LocalPaths, cloud: Cloud) -> list[psutil.Process]:
    """The processes whose program is in the workshop."""
    with suppress(psutil.Error):
        return [each for each in psutil.Process(cloud.pid).children(recursive=True) if _began_in(place, each)]
    return []


def _began_in(place: LocalPaths, process: psutil.Process) -> bool:
    try:
        return any(word.startswith(f"{place.workshop}{os.sep}") for word in process.cmdline())
    except psutil.Error:
        return False


def stop(place: LocalPaths, cloud: Cloud) -> None:
    """Ends it and its functions; its state is saved first."""
    workers: list[psutil.Process] = []
    try:
        process = psutil.Process(cloud.pid)
        workers = process.children(recursive=True)
        process.terminate()
        process.wait(STOP_SECONDS)
    except psutil.NoSuchProcess:
        pass
    except psutil.TimeoutExpired:
        os.killpg(cloud.pid, signal.SIGKILL)
    for worker in workers:
        _end(worker)
    ready_workshop(place)
    for folder in (place.workshop, place.closed):
        shutil.rmtree(folder, ignore_errors=True)
    place.running.unlink(missing_ok=True)


def _end(worker: psutil.Process) -> None:
    try:
        worker.kill()
    except psutil.NoSuchProcess:
        return


def _environment(place: LocalPaths, port: int) -> dict[str, str]:
    """What functions would inherit is kept small: none of this machine's AWS, Python or Django settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SAVE_SECONDS") if name in os.environ}
    settings = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "AUTH": "true",
        "LOG_LEVEL": "WARNING",
    }
    # As many calls at once as AWS lets an account have, and threads enough for those that wait: `workers.py` bounds the
    # processes.
    settings |= {"LAMBDA_ACCOUNT_CONCURRENCY": "1000", "MINISTACK_WORKER_THREADS": "256"}
    return {
        **kept,
        **settings,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.state),
        "TMPDIR": str(place.workshop),
        "MINISTACK_REGION": REGION,
        "NO_PROXY": "127.0.0.1,localhost",
    }


def last_words(place: LocalPaths) -> str:
    """The last line of the cloud's log, cut to a line of a terminal; empty where it said nothing."""
    try:
        lines = place.log.read_bytes()[-4_000:].decode(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1].strip()[:300] if lines else ""


def _wait(cloud: Cloud, process: subprocess.Popen[bytes], place: LocalPaths) -> None:
    end = time.monotonic() + READY_SECONDS
    while not ready(cloud):
        if process.poll() is not None:
            raise Failed(f"The local cloud ended at once: {last_words(place) or 'it said nothing'} ({place.log})")
        if time.monotonic() > end:
            raise Failed(f"The local cloud was not ready after {READY_SECONDS} seconds; {place.log} may say why.")
        time.sleep(0.02)
