"""What a running shop watches: that its cloud is alive, that its functions match those below backend/, and whether the
template is still what was deployed."""

import time
from collections.abc import Callable
from threading import Event, Thread

import psutil

from infra.local import assembly, state
from infra.local.cloud import Cloud
from infra.local.paths import ROOT, LocalPaths
from infra.local.process import last_words
from infra.local.reload import Reloader

EACH = 0.5  # seconds
Say = Callable[[str], None]


def watch(
    paths: LocalPaths, running: Cloud, say: Say, reloader: Reloader, when_gone: Callable[[], None]
) -> Callable[[], None]:
    """Watch until the function that it returns is called.

    Call `when_gone` once, after saying so, when the cloud's process has ended.
    """
    stop = Event()
    Thread(target=_watch, args=(paths, running, say, reloader, when_gone, stop), daemon=True).start()
    return stop.set


def _watch(
    paths: LocalPaths, running: Cloud, say: Say, reloader: Reloader, when_gone: Callable[[], None], stop: Event
) -> None:
    last_look = time.time()
    while not stop.wait(EACH):
        if not alive(running):
            say(explain_exit(paths))
            when_gone()
            return
        if changed := _changed_since(last_look):
            last_look = time.time()
            say(f"{changed} has changed, and what is deployed has not: Ctrl-C and `make run` deploy it.")
        reloader.look(running)


def alive(running: Cloud) -> bool:
    """Whether the cloud's process runs; one that ended and was not waited for does not."""
    try:
        return bool(psutil.Process(running.pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def explain_exit(paths: LocalPaths) -> str:
    """Return what to say of a cloud that ended by itself, and what is left."""
    why = last_words(paths) or "it was killed"
    saved_at = state.saved_at(paths.state)
    left = (
        f"All that was done until {saved_at} is kept: `make run` goes on from there."
        if saved_at
        else "`make run` starts anew."
    )
    return f"The local cloud has ended ({why}). {left}"


def _changed_since(instant: float) -> str:
    """Return a source of the template, functions apart, that was written after the instant; empty where there
    is none.
    """
    for path in assembly.sources(assembly.TEMPLATE):
        try:
            if path.stat().st_mtime > instant:
                return str(path.relative_to(ROOT))
        except OSError:  # an editor is replacing it
            continue
    return ""
