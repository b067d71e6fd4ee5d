"""How far a command is, as a bar on a terminal."""

from typing import IO

_WIDTH = 30


class Bar:
    """Progress by products, on a terminal; nothing where the output goes to a file."""

    def __init__(self, count: int, out: IO[str]) -> None:
        self._done, self._count, self._out = 0, max(count, 1), out

    def step(self) -> None:
        """Draw one more product."""
        self._done += 1
        if self._out.isatty():
            part = self._done / self._count
            self._out.write(f"\r[{'#' * int(part * _WIDTH):<{_WIDTH}}] {part:4.0%}" + ("\n" if part == 1 else ""))
            self._out.flush()
