"""What the local cloud keeps from start to start: whether it is whole, and put right where MiniStack would go wrong
with it."""

import hashlib
import json
import os
import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from infra.local.cloud import Failed
from infra.local.paths import LocalPaths

MANIFEST = "generation.json"
POSITIONS = "dynamodb_stream_positions"
QUEUE = re.compile(rb"http://localhost:\d+/(?=\d{12}/)")


def check(place: LocalPaths) -> None:
    """Raises Failed, and changes nothing, where a file of the state is damaged: a start without it would save an empty
    one over it."""
    if not place.state.exists() and place.previous.exists():  # a stop between two renames
        place.previous.rename(place.state)
    if damage := _damage(place.state):
        raise Failed(f"What the local cloud kept is damaged: {damage}. Nothing was changed. {_ways_out(place)}")


def restore(place: LocalPaths) -> Path:
    """Makes the generation before the state again; where the damaged one is kept.

    Raises Failed where there is none, or it is damaged.
    """
    if not place.previous.exists():
        raise Failed(f"There is no earlier state in {place.previous}.")
    if damage := _damage(place.previous):
        raise Failed(f"The earlier state is damaged, too: {damage}.")
    aside = place.state.with_name(f"{place.state.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    if place.state.exists():
        place.state.rename(aside)
    place.previous.rename(place.state)
    return aside


def saved_at(folder: Path) -> str:
    """When the generation in the folder was saved, for people; empty where nobody knows."""
    try:
        return f"{datetime.fromtimestamp(json.loads((folder / MANIFEST).read_bytes())['saved_at']):%H:%M:%S on %d %B}"
    except (OSError, ValueError, KeyError):
        return ""


def _ways_out(place: LocalPaths) -> str:
    empty = "`python -m infra.local reset` forgets it and begins with an empty shop."
    if not place.previous.exists():
        return empty
    return (
        "`python -m infra.local restore` goes back to what was saved at "
        f"{saved_at(place.previous) or 'an earlier time'}; {empty}"
    )


def _damage(folder: Path) -> str:
    """What is wrong with the first damaged file; empty where all are whole."""
    marks = _marks(folder)
    for path in sorted({*folder.glob("*.json"), *(folder / name for name in marks)}):
        if not path.exists():
            return f"{path} is missing"
        content = path.read_bytes()
        if marks.get(path.name) != _mark(content) and not _is_json(content):
            return f"{path} ends in the middle or is no JSON"
    return next((damage for path in _bodies(folder) if (damage := _damaged_body(path))), "")


def _bodies(folder: Path) -> list[Path]:
    """The files that hold what lies in S3's buckets, as `infra/local/objects.py` names them; none of an earlier
    release."""
    saved = folder / "s3.json"
    buckets = json.loads(saved.read_bytes()).get("payload", {}).get("objects", {}) if saved.exists() else {}
    return sorted({folder / "objects" / each["body"] for objects in buckets.values() for each in objects.values()})


def _damaged_body(path: Path) -> str:
    """What is wrong with a file that is named by its hash; empty where it is whole."""
    if not path.exists():
        return f"{path} is missing"
    return "" if _mark(path.read_bytes())[1] == path.name else f"{path} is not what was written"


def _marks(folder: Path) -> dict[str, Any]:
    """The marks that were written with the generation; none of a release that wrote none."""
    try:
        return dict(json.loads((folder / MANIFEST).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _mark(content: bytes) -> list[Any]:
    return [len(content), hashlib.blake2b(content, digest_size=16).hexdigest()]


def _is_json(content: bytes) -> bool:
    """An earlier release, or `mend`, may have written the file after its mark was made."""
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def mend(place: LocalPaths, port: int) -> None:
    """Makes a kept state fit for a start on this port; to be called before it."""
    if place.state.exists():
        _rewind(place)
        _release(place)
        _move(place, port)


def _rewind(place: LocalPaths) -> None:
    """Positions belong to streams as they were; what is kept of a stream is read from its beginning."""
    saved = place.state / "lambda.json"
    state = json.loads(saved.read_bytes()) if saved.exists() else {}
    if state.get("payload", {}).pop(POSITIONS, None) is not None:
        _write(saved, json.dumps(state).encode())


def _release(place: LocalPaths) -> None:
    """A message that a function was at work on when the cloud was stopped is there again at once, not after its
    visibility timeout."""
    saved = place.state / "sqs.json"
    state = json.loads(saved.read_bytes()) if saved.exists() else {}
    for queue in state.get("payload", {}).get("queues", {}).get("data", {}).values():
        for message in queue["messages"]:
            message |= {"visible_at": 0} if message.get("receive_count") else {}
    if state:
        _write(saved, json.dumps(state).encode())


def _move(place: LocalPaths, port: int) -> None:
    """MiniStack knows a queue by its address, and what comes in at another port would never be taken out."""
    for saved in place.state.glob("*.json"):
        before = saved.read_bytes()
        after = QUEUE.sub(b"http://localhost:%d/" % port, before)
        if after != before:
            _write(saved, after)


def _write(path: Path, content: bytes) -> None:
    """Replaces the file at once, so that a crash leaves it whole, and apart from the generation that may share it."""
    written = path.with_suffix(".new")
    written.write_bytes(content)
    os.replace(written, path)
