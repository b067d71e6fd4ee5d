"""Keeps what lies in S3's buckets with the local cloud's state: MiniStack keeps the buckets alone.

An object's body is a file named by its hash, so that generations share it; `s3.json` tells which object has which. The
assets of a deployment are left out: the next one brings them along. `infra/local/ministack_patches.py` loads this file
by its path in MiniStack's own process: nothing of ours can be imported here.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import cast

from ministack.core import persistence
from ministack.services import s3

KEY, BODIES = "objects", "objects"
"""Of the service's state, and the folder beside it."""

ASSETS = "cdk-"
"""How the names begin of the buckets that `cdk bootstrap` makes."""

Record = dict[str, object]
"""What MiniStack keeps of an object; in what is saved, `body` is the name of the body's file."""

_get_state, _load_state = s3.get_state, s3.load_persisted_state


def install() -> None:
    """Has MiniStack save and load the objects with their buckets."""
    s3.get_state, s3.load_persisted_state = _get, _load


def _get() -> dict[str, object]:
    """Return the service's state, after writing the bodies that it names beside it and removing those that no object
    has any more.
    """
    bodies = Path(persistence.STATE_DIR) / BODIES
    bodies.mkdir(parents=True, exist_ok=True)
    index = {
        json.dumps(bucket_key): {key: _store_body(bodies, each) for key, each in bucket["objects"].items()}
        for bucket_key, bucket in s3._buckets._data.items()
        if not bucket_key[1].startswith(ASSETS)
    }
    used = {each["body"] for objects in index.values() for each in objects.values()}
    for path in bodies.iterdir():
        if path.name not in used:
            path.unlink()
    return {**_get_state(), KEY: index}


def _load(state: dict[str, dict[str, dict[str, Record]]]) -> None:
    """Load the state. Raise OSError or ValueError where a body cannot be read or is not what was written."""
    _load_state(state)
    for bucket_key, objects in state.get(KEY, {}).items():  # earlier releases kept none
        account, bucket = json.loads(bucket_key)
        for key, each in objects.items():
            s3._buckets._data[account, bucket]["objects"][key] = {
                **each,
                "body": _read(Path(persistence.STATE_DIR) / BODIES / str(each["body"])),
            }


def _store_body(bodies: Path, record: Record) -> Record:
    body = cast("bytes", record["body"])
    path = bodies / _name(body)
    if not path.exists():
        with path.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    return {**record, "body": path.name}


def _read(path: Path) -> bytes:
    body = path.read_bytes()
    if _name(body) != path.name:
        raise ValueError(f"{path} is not what was written")
    return body


def _name(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()
