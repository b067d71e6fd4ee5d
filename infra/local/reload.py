"""Loads edited functions into the running local cloud: watches for changes below `backend/`, and gives the services
concerned new bundles.

Everything else that is made from the contracts (routes, rights, tables) is deployed only by the next start.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import SubprocessError

from infra.bundle import SHARED, bundle, here
from infra.local.cloud import Cloud, Failed
from infra.local.functions import list_functions, update_code
from infra.local.paths import ROOT

AT_ONCE = 2
"""Bundles that are made at once: a shared module is in all of them, and the shop goes on meanwhile."""
TEMPLATE = " (routes, rights and tables are as they were: Ctrl-C and `make run` deploy those)"
Snapshot = dict[Path, tuple[int, int]]
"""By module, when it was written, in nanoseconds, and how many bytes it has."""


class Reloader:
    """Watches the modules below `root`. Make it before the functions are deployed, so that it misses no edit."""

    def __init__(self, say: Callable[[str], None], root: Path = ROOT) -> None:
        self._say, self._root = say, root
        self._loaded = self._tried = self._last = self._snapshot()

    def look(self, running: Cloud) -> None:
        """Reload what has changed since the last reload, once two looks see the same: an editor or a checkout may still
        be writing."""
        seen, before = self._snapshot(), self._last
        self._last = seen
        if seen != before or seen == self._tried:
            return
        self._tried = seen
        if self._reload(running, {path for path, _ in seen.items() ^ self._loaded.items()}):
            self._loaded = seen

    def _snapshot(self) -> Snapshot:
        times = {}
        for path in (self._root / "backend").rglob("*.py"):
            try:
                times[path] = (path.stat().st_mtime_ns, path.stat().st_size)
            except FileNotFoundError:  # an editor is replacing it
                continue
        return times

    def _reload(self, running: Cloud, changed: set[Path]) -> bool:
        """Say in one line how it went, and return whether it did; what did not is tried again together with the next
        change."""
        packages = {path.relative_to(self._root / "backend").parts[0] for path in changed}
        try:
            self._check_syntax(path for path in sorted(changed) if path.exists())
            count = self._update(running, packages)
        except (Failed, OSError, SubprocessError, SystemExit) as error:
            self._say(f"{error}: the functions go on as they were")
            return False
        if count:
            note = TEMPLATE if "contracts" in packages else ""
            self._say(f"{', '.join(sorted(packages))}: {count} function{'s' if count > 1 else ''} reloaded{note}")
        return True

    def _check_syntax(self, modules: Iterable[Path]) -> None:
        for path in modules:
            try:
                compile(path.read_bytes(), path, "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as error:  # null bytes are a ValueError before Python 3.12
                line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
                raise Failed(f"{path.relative_to(self._root)}{line}: {getattr(error, 'msg', error)}") from None

    def _update(self, running: Cloud, packages: set[str]) -> int:
        """Return how many functions were given new code."""
        deployed = set(list_functions(running))
        if missing := packages - deployed - {*SHARED, "__init__.py"}:
            self._say(f"{', '.join(sorted(missing))} is not deployed: Ctrl-C and `make run` do so.")
        services = sorted(packages & deployed if packages <= deployed | missing else deployed)
        with ThreadPoolExecutor(AT_ONCE) as makers:
            return update_code(running, dict(zip(services, makers.map(self._bundle, services), strict=True)))

    def _bundle(self, service: str) -> Path:
        return bundle(service, here(), self._root)
