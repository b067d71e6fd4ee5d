"""The state that the local cloud keeps from start to start: whether it is complete, and repairs where MiniStack would
go wrong with it."""

import hashlib
import json
import re
import time
from datetime import datetime
from pathlib import Path

from infra.local.cloud import Failed
from infra.local.files import replace_file
from infra.local.paths import LocalPaths

MANIFEST = "generation.json"
POSITIONS = "dynamodb_stream_positions"
QUEUE = re.compile(rb"http://localhost:\d+/(?=\d{12}/)")


def check(paths: LocalPaths) -> None:
    """Raise Failed if a file of the state is damaged, and change nothing: a start without it would overwrite it with an
    empty one."""
    if not paths.state.exists() and paths.previous.exists():  # a stop between two renames
        paths.previous.rename(paths.state)
    if damage := _damage(paths.state):
        raise Failed(f"What the local cloud kept is damaged: {damage}. Nothing was changed. {_ways_out(paths)}")


def restore(paths: LocalPaths) -> Path:
    """Make the generation before the state again, and return where the damaged one is kept.

    Raises Failed where there is none, or it is damaged.
    """
    if not paths.previous.exists():
        raise Failed(f"There is no earlier state in {paths.previous}.")
    if damage := _damage(paths.previous):
        raise Failed(f"The earlier state is damaged, too: {damage}.")
    aside = paths.state.with_name(f"{paths.state.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    if paths.state.exists():
        paths.state.rename(aside)
    paths.previous.rename(paths.state)
    return aside


def saved_at(folder: Path) -> str:
    """When the generation in the folder was saved, for people; empty where nobody knows."""
    seconds = saved_time(folder)
    return f"{datetime.fromtimestamp(seconds):%H:%M:%S on %d %B}" if seconds else ""


def saved_time(folder: Path) -> float:
    """Return when the generation in the folder was saved, in seconds since 1970; 0 where nobody knows."""
    try:
        return float(json.loads((folder / MANIFEST).read_bytes())["saved_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0


def _ways_out(paths: LocalPaths) -> str:
    empty = "`python -m infra.local reset` forgets it and begins with an empty shop."
    if not paths.previous.exists():
        return empty
    return (
        "`python -m infra.local restore` goes back to what was saved at "
        f"{saved_at(paths.previous) or 'an earlier time'}; {empty}"
    )


def _damage(folder: Path) -> str:
    """Return what is wrong with the first damaged file; empty where all are whole."""
    recorded = _marks(folder)
    for path in sorted({*folder.glob("*.json"), *(folder / name for name in recorded)}):
        if not path.exists():
            return f"{path} is missing"
        content = path.read_bytes()
        if recorded.get(path.name) != _mark(content) and not _is_json(content):
            return f"{path} ends in the middle or is no JSON"
    return next((damage for path in _bodies(folder) if (damage := _damaged_body(path))), "")


def _bodies(folder: Path) -> list[Path]:
    """Return the files that hold what lies in S3's buckets, as `infra/local/objects.py` names them; none of an earlier
    release.
    """
    s3_file = folder / "s3.json"
    buckets = json.loads(s3_file.read_bytes()).get("payload", {}).get("objects", {}) if s3_file.exists() else {}
    return sorted({folder / "objects" / each["body"] for objects in buckets.values() for each in objects.values()})


def _damaged_body(path: Path) -> str:
    """Return what is wrong with a file that is named by its hash; empty where it is whole."""
    if not path.exists():
        return f"{path} is missing"
    return "" if _mark(path.read_bytes())[1] == path.name else f"{path} is not what was written"


def _marks(folder: Path) -> dict[str, list[int | str]]:
    """Return the marks that were written with the generation; none of a release that wrote none."""
    try:
        return dict(json.loads((folder / MANIFEST).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _mark(content: bytes) -> list[int | str]:
    return [len(content), hashlib.blake2b(content, digest_size=16).hexdigest()]


def _is_json(content: bytes) -> bool:
    """Return whether it is JSON: an earlier release, or `mend`, may have written the file after its mark was made."""
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def mend(paths: LocalPaths, port: int) -> None:
    """Make a kept state fit for a start on this port; to be called before it."""
    if paths.state.exists():
        _rewind(paths)
        _release(paths)
        _move(paths, port)


def _rewind(paths: LocalPaths) -> None:
    """Positions belong to streams as they were; what is kept of a stream is read from its beginning."""
    lambda_file = paths.state / "lambda.json"
    state = json.loads(lambda_file.read_bytes()) if lambda_file.exists() else {}
    if state.get("payload", {}).pop(POSITIONS, None) is not None:
        replace_file(lambda_file, json.dumps(state).encode())


def _release(paths: LocalPaths) -> None:
    """Make the messages visible that a function was at work on when the cloud was stopped, so that nobody waits for
    their timeout.
    """
    queues_file = paths.state / "sqs.json"
    state = json.loads(queues_file.read_bytes()) if queues_file.exists() else {}
    for queue in state.get("payload", {}).get("queues", {}).get("data", {}).values():
        for message in queue["messages"]:
            message |= {"visible_at": 0} if message.get("receive_count") else {}
    if state:
        replace_file(queues_file, json.dumps(state).encode())


def _move(paths: LocalPaths, port: int) -> None:
    """MiniStack knows a queue by its address, and what comes in at another port would never be taken out."""
    for file in paths.state.glob("*.json"):
        before = file.read_bytes()
        after = QUEUE.sub(b"http://localhost:%d/" % port, before)
        if after != before:
            replace_file(file, after)
