"""Each event has one frozen sample: to break a sample is to break every message on its way, and needs a new version."""

import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import fields

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.event import Event, name
from backend.contracts.order.purchase import PurchaseDetails
from backend.contracts.registry import CONSUMERS, EVENTS, PUBLISHER, SERVICES

SAMPLES = Path(__file__).parent / "samples"


def sample(event: type[Event]) -> bytes:
    return (SAMPLES / f"{name(event)}.json").read_bytes()


def test_every_event_has_a_sample_and_every_sample_an_event() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == {name(event) for event in EVENTS}


def test_every_event_has_a_publisher_and_known_consumers() -> None:
    assert PUBLISHER.keys() == CONSUMERS.keys() == set(EVENTS)
    assert set(PUBLISHER.values()) | {each for consumers in CONSUMERS.values() for each in consumers} <= set(SERVICES)


@pytest.mark.parametrize("event", EVENTS, ids=name)
def test_a_sample_is_read_and_written_as_it_was_frozen(event: type[Event]) -> None:
    decoded = msgspec.json.decode(sample(event), type=event)
    assert json.loads(msgspec.json.encode(decoded)) == json.loads(sample(event))


@pytest.mark.parametrize("event", EVENTS, ids=name)
def test_a_sample_names_every_field_that_today_has(event: type[Event]) -> None:
    """But the metadata: the samples are events of a time that knew none."""
    assert set(json.loads(sample(event))) == {"type", *event.__struct_fields__} - {"correlation_id"}


@pytest.mark.parametrize("event", EVENTS, ids=name)
def test_an_event_of_before_there_were_correlation_ids_is_read_and_has_none(event: type[Event]) -> None:
    assert not msgspec.json.decode(sample(event), type=event).correlation_id
    traced = json.loads(sample(event)) | {"correlation_id": "c" * 32}
    assert json.loads(msgspec.json.encode(msgspec.convert(traced, event))) == traced


@pytest.mark.parametrize("event", EVENTS, ids=name)
def test_a_reader_does_not_mind_what_a_newer_writer_adds(event: type[Event]) -> None:
    newer = json.loads(sample(event), object_pairs_hook=lambda pairs: {**dict(pairs), "from_the_future": {"any": [1]}})
    assert msgspec.convert(newer, event) == msgspec.json.decode(sample(event), type=event)


@pytest.mark.parametrize("event", EVENTS, ids=name)
def test_a_reader_does_mind_another_version(event: type[Event]) -> None:
    newer = json.loads(sample(event)) | {"type": name(event).replace(".v1", ".v2")}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(newer, event)


def test_no_two_events_share_a_name() -> None:
    assert len({name(event) for event in EVENTS}) == len(EVENTS)


def test_a_checkout_tells_every_field_that_an_order_keeps_of_it_in_the_same_shape() -> None:
    event_fields = {field.name: (field.type, field.default) for field in fields(BasketCheckedOut)}
    order_fields = {
        field.name: (field.type, field.default) for field in fields(PurchaseDetails) if field.name != "placed_at"
    }
    assert order_fields.items() <= event_fields.items()


@pytest.mark.parametrize("event", EVENTS, ids=name)
def test_an_event_that_is_about_no_order_names_none_for_the_relay_reads_a_text(event: type[Event]) -> None:
    field = next((each for each in fields(event) if each.name == "order_id"), None)
    assert field is None or field.default is not None
