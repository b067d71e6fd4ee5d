"""The events as an AsyncAPI 3.0 document, made from the tables of events, publishers and consumers."""

import inspect

from backend.contracts import shop
from backend.contracts.event import SOURCE, Event, name
from backend.contracts.registry import CONSUMERS, EVENTS, PUBLISHER
from backend.contracts.schemas import Document, reference, schemas


def asyncapi() -> Document:
    """Return the whole document: one channel per event, on the bus; the publisher sends it, each consumer receives it
    from a queue of its own.
    """
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"{shop.NAME} events",
            "version": "1",
            "description": "Facts that the services tell one another over EventBridge.",
        },
        "defaultContentType": "application/json",
        "channels": {name(event): _channel(event) for event in EVENTS},
        "operations": _operations(),
        "components": {"schemas": schemas(EVENTS), "messages": {name(event): _message(event) for event in EVENTS}},
    }


def _channel(event: type[Event]) -> Document:
    return {
        "address": f"{SOURCE}.{PUBLISHER[event]}/{name(event)}",
        "description": "The EventBridge source and detail-type; the payload is the event's detail.",
        "messages": {name(event): {"$ref": f"#/components/messages/{name(event)}"}},
    }


def _message(event: type[Event]) -> Document:
    text = inspect.cleandoc(event.__doc__ or "")
    return {"name": name(event), "title": event.__name__, "summary": text, "payload": reference(event.__name__)}


def _operations() -> dict[str, Document]:
    sends = {f"{PUBLISHER[event]}.send.{name(event)}": _operation("send", event) for event in EVENTS}
    takes = {
        f"{each}.receive.{name(event)}": _operation("receive", event) for event in EVENTS for each in CONSUMERS[event]
    }
    return sends | takes


def _operation(action: str, event: type[Event]) -> Document:
    return {"action": action, "channel": {"$ref": f"#/channels/{name(event)}"}}
