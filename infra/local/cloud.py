"""Starts and stops the local cloud: MiniStack as a child process of its own group, with every IAM policy enforced."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import asdict, dataclass, replace
from typing import Any

import boto3
import psutil

from infra.local.paths import Place

ACCOUNT, REGION = "000000000000", "us-east-1"
PORT = 4566
READY_SECONDS, STOP_SECONDS = 30, 20
ROOT_KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}


class Failed(Exception):
    """The local cloud cannot do what was asked; the text is one line for the person at the terminal."""


@dataclass(frozen=True)
class Cloud:
    """A running local cloud. `owner` is the process that stops it at its end, 0 when it was started to stay."""

    pid: int
    port: int
    owner: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment so that boto3 finds this cloud."""
        return {"AWS_ENDPOINT_URL": self.endpoint, **ROOT_KEYS}

    def client(self, service: str) -> Any:
        """A boto3 client with the root's rights, whatever AWS variables this process has."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=ROOT_KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=ROOT_KEYS["AWS_SECRET_ACCESS_KEY"],
        )


def port() -> int:
    """`LOCAL_CLOUD_PORT`, or 4566."""
    return int(os.environ.get("LOCAL_CLOUD_PORT", PORT))


def find(place: Place) -> Cloud | None:
    """The cloud that was started in this place, if it still runs."""
    try:
        cloud = Cloud(**json.loads(place.running.read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return cloud if _is_ours(cloud.pid) and _ready(cloud) else None


def start(place: Place, port: int, *, stays: bool = False) -> Cloud:
    """Starts it and waits until it answers. Raises Failed when the port is taken or it does not come up."""
    _claim(port)
    place.workshop.mkdir(parents=True, exist_ok=True)
    with place.log.open("ab") as log:
        command = [sys.executable, "-m", "ministack"]
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            command,
            cwd=place.folder,
            env=_environment(place, port),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    cloud = _record(place, Cloud(process.pid, port, 0 if stays else os.getpid()))
    try:
        _wait(cloud, process, place)
    except BaseException:
        stop(place, cloud)
        raise
    return cloud


def stop(place: Place, cloud: Cloud) -> None:
    """Ends it and its functions; its state is saved first."""
    try:
        process = psutil.Process(cloud.pid)
        workers = process.children(recursive=True)
        process.terminate()
        process.wait(STOP_SECONDS)
    except psutil.NoSuchProcess:
        workers = []
    except psutil.TimeoutExpired:
        os.killpg(cloud.pid, signal.SIGKILL)
    for worker in workers:
        _end(worker)
    shutil.rmtree(place.workshop, ignore_errors=True)
    place.running.unlink(missing_ok=True)


def adopt(place: Place, cloud: Cloud) -> Cloud:
    """Takes over a cloud whose owner is gone."""
    return _record(place, replace(cloud, owner=os.getpid()))


def orphaned(cloud: Cloud) -> bool:
    """Whether the process that should have stopped it is gone."""
    return cloud.owner != 0 and not psutil.pid_exists(cloud.owner)


def _record(place: Place, cloud: Cloud) -> Cloud:
    place.running.write_text(json.dumps(asdict(cloud)))
    return cloud


def _end(worker: psutil.Process) -> None:
    try:
        worker.kill()
    except psutil.NoSuchProcess:
        return


def _environment(place: Place, port: int) -> dict[str, str]:
    """What functions would inherit is kept small: none of this machine's AWS, Python or Django settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "IOT_MTLS_ENABLED": "0", "AUTH": "true", "LOG_LEVEL": "WARNING"}
    return {
        **kept,
        **settings,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.state),
        "TMPDIR": str(place.workshop),
        "MINISTACK_REGION": REGION,
        "NO_PROXY": "127.0.0.1,localhost",
    }


def _claim(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failed(f"Port {port} is taken, so the local cloud cannot start. Choose another: LOCAL_CLOUD_PORT={port + 1}") from None


def _wait(cloud: Cloud, process: subprocess.Popen[bytes], place: Place) -> None:
    end = time.monotonic() + READY_SECONDS
    while not _ready(cloud):
        if process.poll() is not None:
            raise Failed(f"The local cloud ended at once; {place.log} says why.")
        if time.monotonic() > end:
            raise Failed(f"The local cloud was not ready after {READY_SECONDS} seconds; {place.log} may say why.")
        time.sleep(0.02)


def _ready(cloud: Cloud) -> bool:
    try:
        with urllib.request.urlopen(f"{cloud.endpoint}/_ministack/ready", timeout=2) as reply:  # noqa: S310 - our own loopback address
            return bool(reply.status == 200)
    except OSError:
        return False


def _is_ours(pid: int) -> bool:
    try:
        return "ministack" in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False
