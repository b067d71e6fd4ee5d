"""Answers and events of Stripe's as its documentation shows them, each in a file that names its page."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "stripe_shapes"


def body(name: str) -> dict[str, Any]:
    """Return the body of a shape."""
    found: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text())["body"]
    return found


def answer(name: str, **more: Any) -> tuple[int, bytes]:
    """Return status and body of a shape, with some fields changed."""
    shape = json.loads((_FOLDER / f"{name}.json").read_text())
    return shape["status"], json.dumps(shape["body"] | more).encode()
