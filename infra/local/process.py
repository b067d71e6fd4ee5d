"""Starts and stops the local cloud: MiniStack as a child process in a process group of its own, with every IAM policy
enforced."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil

from backend.contracts import shop
from infra.local import state
from infra.local.cloud import REGION, Cloud, Failed, ready, record
from infra.local.paths import MINISTACK, LocalPaths
from infra.local.port import claim

READY_SECONDS = 60
STOP_SECONDS = 180
"""It saves its state before it ends, which takes a second, or a minute where the machine is busy or its disk slow."""

TRIES = 20  # to shut the workshop: two are enough while one function begins


def start(paths: LocalPaths, port: int, *, stays: bool = False) -> Cloud:
    """Start it and wait until it answers.

    Raises Failed when the port is taken, what was kept is damaged, or it does not come up.
    """
    claim(port, f"Port {port} is taken, so the local cloud cannot start. Choose another: LOCAL_CLOUD_PORT={port + 1}")
    state.check(paths)
    ready_workshop(paths)
    state.mend(paths, port)
    with paths.log.open("wb") as log:
        command = [sys.executable, "-P", str(MINISTACK)]
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            command,
            cwd=paths.folder,
            env=_environment(paths, port),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    cloud = record(paths, Cloud(process.pid, port, 0 if stays else os.getpid()))
    try:
        _wait(cloud, process, paths)
    except BaseException:
        with suppress(Failed):  # it may have had nothing to save
            stop(paths, cloud)
        raise
    return cloud


def halt(paths: LocalPaths, cloud: Cloud) -> None:
    """End its functions, whatever they are doing, and let none start: each would be unpacked in the workshop first.

    From here on the tables do not change. The cloud still answers, and is to be stopped next.
    """
    for _ in range(TRIES):
        if _shut(paths):
            break
    for worker in _functions(paths, cloud):
        _end(worker)


def ready_workshop(paths: LocalPaths) -> None:
    """Let functions start, whether or not the workshop was closed."""
    if paths.workshop.is_file():
        paths.workshop.unlink()
    paths.workshop.mkdir(parents=True, exist_ok=True)


def _shut(paths: LocalPaths) -> bool:
    """Put a file in the workshop's place; return False where a function that was just beginning made a folder there
    again.
    """
    if paths.workshop.is_file():
        return True
    shutil.rmtree(paths.closed_workshop, ignore_errors=True)
    with suppress(OSError):
        paths.workshop.rename(paths.closed_workshop)  # at once, where removing takes its time
    try:
        paths.workshop.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _functions(paths: LocalPaths, cloud: Cloud) -> list[psutil.Process]:
    """Return the processes whose program is in the workshop."""
    with suppress(psutil.Error):
        return [each for each in psutil.Process(cloud.pid).children(recursive=True) if _began_in(paths, each)]
    return []


def _began_in(paths: LocalPaths, process: psutil.Process) -> bool:
    try:
        return any(word.startswith(f"{paths.workshop}{os.sep}") for word in process.cmdline())
    except psutil.Error:
        return False


def stop(paths: LocalPaths, cloud: Cloud) -> None:
    """Stop it and its functions; its state is saved first. Raises Failed, after everything has ended, if it did not
    save."""
    workers: list[psutil.Process] = []
    failure, began = "", time.time()
    try:
        process = psutil.Process(cloud.pid)
        workers = process.children(recursive=True)
        process.terminate()
        process.wait(STOP_SECONDS)
        failure = "" if state.saved_time(paths.state) >= began else "could not save its state"
    except psutil.NoSuchProcess:
        pass
    except psutil.TimeoutExpired:
        os.killpg(cloud.pid, signal.SIGKILL)
        failure = f"did not end within {STOP_SECONDS} seconds and was killed"
    for worker in workers:
        _end(worker)
    ready_workshop(paths)
    for folder in (paths.workshop, paths.closed_workshop):
        shutil.rmtree(folder, ignore_errors=True)
    paths.running.unlink(missing_ok=True)
    if failure:
        raise Failed(
            f"The local cloud {failure}: what changed after {state.saved_at(paths.state) or 'its start'} is lost; "
            f"{paths.log} may say why."
        )


def _end(worker: psutil.Process) -> None:
    try:
        worker.kill()
    except psutil.NoSuchProcess:
        return


def _environment(paths: LocalPaths, port: int) -> dict[str, str]:
    """Return a small environment for it, which its functions inherit: none of this machine's AWS, Python or Django
    settings.
    """
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SAVE_SECONDS") if name in os.environ}
    settings = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "AUTH": "true",
        "LOG_LEVEL": "WARNING",
        "SHOP_NAME": shop.NAME,
    }
    # As many calls at once as AWS lets an account have, and threads enough for those that wait: `workers.py` bounds the
    # processes.
    settings |= {"LAMBDA_ACCOUNT_CONCURRENCY": "1000", "MINISTACK_WORKER_THREADS": "256"}
    return {
        **inherited,
        **settings,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(paths.state),
        "TMPDIR": str(paths.workshop),
        "MINISTACK_REGION": REGION,
        "NO_PROXY": "127.0.0.1,localhost",
    }


def last_words(paths: LocalPaths) -> str:
    """Return the last line of the cloud's log, shortened to fit a terminal; empty if it wrote nothing."""
    try:
        lines = paths.log.read_bytes()[-4_000:].decode(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1].strip()[:300] if lines else ""


def _wait(cloud: Cloud, process: subprocess.Popen[bytes], paths: LocalPaths) -> None:
    end = time.monotonic() + READY_SECONDS
    while not ready(cloud):
        if process.poll() is not None:
            raise Failed(f"The local cloud ended at once: {last_words(paths) or 'it said nothing'} ({paths.log})")
        if time.monotonic() > end:
            raise Failed(f"The local cloud was not ready after {READY_SECONDS} seconds; {paths.log} may say why.")
        time.sleep(0.02)
