"""The whole shop for as long as a development server runs: `manage.py runserver` calls this around Django's own
command."""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

from backend.contracts.shop import NAME
from infra.local import cloud, lock, seed, upgrade, warm, watch
from infra.local.accounts import ACCOUNTS
from infra.local.cloud import Cloud, Failed
from infra.local.paths import LocalPaths
from infra.local.port import claim
from infra.local.reload import Reloader
from infra.local.start import down, up
from infra.urls import STOREFRONT_DEFAULT

OPEN_SECONDS = 300
EXEMPT = "  Staff are asked for no second factor here; SHOP_SECOND_FACTOR=1 make run asks them, as AWS does."


@contextlib.contextmanager
def shop(arguments: Sequence[str], meanwhile: Callable[[], object]) -> Iterator[None]:
    """Brings up what the storefront needs, tells what to open once it answers, and stops what it started, however it
    ends.

    `meanwhile` is done while the cloud starts; what it raises is left for whoever does it again.
    """
    started_at, paths, port = time.monotonic(), LocalPaths(), _port(arguments)
    address = os.environ.setdefault("SHOP_URL", f"http://localhost:{port}")
    os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")  # Django's own, long, and not about this shop
    _end_in_order()
    with _in_one_line(), contextlib.ExitStack() as at_the_end:
        own_lock = at_the_end.enter_context(lock.hold_lock(paths, _say))
        claim(port, f"Port {port} is taken, so the shop cannot open there. Choose another: make run PORT={port + 1}")
        own_lock.note(lock.SERVING, address)
        executor = at_the_end.enter_context(ThreadPoolExecutor(1))
        executor.submit(meanwhile)
        painter = seed.Painter(_say)
        at_the_end.callback(painter.end)
        fresh, reloader = not paths.state.exists(), Reloader(_say)
        running = up(paths, cloud.port(), address, _say)
        at_the_end.callback(_stop, paths, running, own_lock)
        cloud_ended = Event()
        at_the_end.callback(watch.watch(paths, running, _say, reloader, when_gone=lambda: _end(cloud_ended)))
        os.environ["SHOP_OUTPUTS"] = str(paths.outputs)
        seed.sow(running, _say)
        upgrade.upgrade(running, _say, fresh=fresh)
        warm.warm(paths)
        Thread(target=_open, args=(address, port, started_at, painter), daemon=True).start()
        try:
            yield
        finally:
            if cloud_ended.is_set():
                sys.exit(1)  # whatever Django makes of the signal


def _end(cloud_ended: Event) -> None:
    cloud_ended.set()
    os.kill(os.getpid(), signal.SIGTERM)


def _end_in_order() -> None:
    """However this process is told to end, first stop what it started. A shell's `&` would make it ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for ends in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ends, lambda number, frame: sys.exit(128 + number))


@contextlib.contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except Failed as failed:
        sys.exit(str(failed))
    except KeyboardInterrupt:
        sys.exit(130)


def _say(line: str) -> None:
    print(line, flush=True)


def _stop(paths: LocalPaths, running: Cloud, own_lock: lock.Lock) -> None:
    own_lock.note(lock.STOPPING)
    for ends in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ends, signal.SIG_IGN)  # the state is being saved
    was_running = watch.alive(running)
    if down(paths, running) and was_running:
        _say(
            "Stopped. Accounts, baskets and orders are kept for the next start; "
            "`python -m infra.local reset` forgets them."
        )


def _port(arguments: Sequence[str]) -> int:
    """Return the port in runserver's `[address:]port`, or 8000."""
    positional = [argument for argument in arguments if not argument.startswith("-")]
    last = positional[0].rpartition(":")[2] if positional else ""
    return int(last) if last.isdecimal() else int(STOREFRONT_DEFAULT.rpartition(":")[2])


def _open(address: str, port: int, started_at: float, painter: seed.Painter) -> None:
    """Print what to open, and who to be, when the storefront answers; begin what nobody waits for."""
    end = time.monotonic() + OPEN_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.05)
    account_lines = [f"  {account.role:<8} {account.email}  {account.password}" for account in ACCOUNTS]
    _say(
        "\n".join(
            [
                "",
                f"{NAME} is open at {address}  (after {time.monotonic() - started_at:.1f} s)",
                *account_lines,
                f"  mail     {address}/mail/",
                *([] if os.environ.get("SHOP_SECOND_FACTOR") == "1" else [EXEMPT]),
                "  Ctrl-C stops everything.",
                "",
            ]
        )
    )
    painter.begin()
