"""`manage.py runserver` as a process of its own, with a local cloud in its own folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import psutil

from infra.local.paths import ROOT, LocalPaths
from tests.cloud import command_line

SECONDS = 300


class Server:
    """A development server in a process group of its own, as a terminal would start it."""

    def __init__(self, place: LocalPaths, shop_port: int, cloud_port: int, log: str = "server.log") -> None:
        self.place, self.url, self._log = place, f"http://localhost:{shop_port}", place.folder / log
        without = {
            name: value for name, value in os.environ.items() if name not in ("SHOP_OUTPUTS", "SHOP_URL", "RUN_MAIN")
        }
        own = {"LOCAL_CLOUD_FOLDER": str(place.folder), "LOCAL_CLOUD_PORT": str(cloud_port), "PYTHONUNBUFFERED": "1"}
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "runserver", str(shop_port)],
                cwd=ROOT,
                env=without | own,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text()

    def wait_until(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + SECONDS
        while not true():
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def wait_until_open(self) -> "Server":
        self.wait_until(lambda: "is open at" in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said
        return self

    @property
    def django(self) -> set[int]:
        """The processes that serve pages: the autoreloader's children."""
        return {
            child.pid for child in psutil.Process(self.process.pid).children() if "runserver" in command_line(child)
        }

    def family(self) -> list[psutil.Process]:
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]

    def end(self, by: signal.Signals) -> None:
        """Ctrl-C reaches the whole group; a SIGTERM only the process it is sent to."""
        if by is signal.SIGINT:
            os.killpg(self.process.pid, by)
        else:
            self.process.send_signal(by)
        self.process.wait(SECONDS)

    def kill(self) -> None:
        """End it at once with its cloud: nobody asks for its state again."""
        if self.process.poll() is None:
            for each in self.family():
                with suppress(psutil.NoSuchProcess):
                    each.kill()
            self.process.wait(SECONDS)
