"""When files were last changed, looked at once a second.

A page reads what stands in a dozen files, each read once; to ask the disk for all of them on every page, several times
for some, would stop this thread each time and let another one go first.
"""

import os
import time

LOOK_SECONDS = 1.0

_looks: dict[tuple[str, ...], tuple[float, int]] = {}
"""By files: until when, by the process's clock, and their newest time of change."""


def last_change(*files: str) -> int:
    """Return when the newest of these files was changed, in nanoseconds since 1970, as it was a second ago at most.

    Raises `OSError` where one is missing.
    """
    until, newest = _looks.get(files, (0.0, 0))
    now = time.monotonic()
    if now >= until:
        newest = max(os.stat(file).st_mtime_ns for file in files)
        _looks[files] = now + LOOK_SECONDS, newest
    return newest
