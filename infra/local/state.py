"""What the local cloud keeps from start to start, put right where MiniStack would go wrong with it."""

import json
import re

from infra.local.paths import Place

POSITIONS = "dynamodb_stream_positions"
QUEUE = re.compile(rb"http://localhost:\d+/(?=\d{12}/)")


def mend(place: Place, port: int) -> None:
    """Makes a kept state fit for a start on this port; to be called before it."""
    if place.state.exists():
        _rewind(place)
        _release(place)
        _move(place, port)


def _rewind(place: Place) -> None:
    """MiniStack keeps how far a stream was read but not what was in it, so it would pass over as many changes as it had read before."""
    saved = place.state / "lambda.json"
    state = json.loads(saved.read_bytes()) if saved.exists() else {}
    if state.get("payload", {}).pop(POSITIONS, None) is not None:
        saved.write_text(json.dumps(state))


def _release(place: Place) -> None:
    """A message that a function was at work on when the cloud was stopped is there again at once, not after its visibility timeout."""
    saved = place.state / "sqs.json"
    state = json.loads(saved.read_bytes()) if saved.exists() else {}
    for queue in state.get("payload", {}).get("queues", {}).get("data", {}).values():
        for message in queue["messages"]:
            message |= {"visible_at": 0} if message.get("receive_count") else {}
    if state:
        saved.write_text(json.dumps(state))


def _move(place: Place, port: int) -> None:
    """MiniStack knows a queue by its address, and what comes in at another port would never be taken out."""
    for saved in place.state.glob("*.json"):
        before = saved.read_bytes()
        after = QUEUE.sub(b"http://localhost:%d/" % port, before)
        if after != before:
            saved.write_bytes(after)
