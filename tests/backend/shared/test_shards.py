"""Shards of a key."""

from collections import Counter

from backend.shared import clock
from backend.shared.shards import SHARDS, base_key, shard_key, shard_keys


def test_an_item_stands_under_one_of_the_keys_that_are_read_and_the_key_of_earlier_releases_is_too() -> None:
    keys = shard_keys("placed")
    assert keys[0] == "placed"
    assert {shard_key("placed", clock.new_id()) for _ in range(500)} == set(keys[1:])
    assert {base_key(key) for key in keys} == {"placed"}


def test_no_shard_takes_more_than_half_as_much_again_as_its_share() -> None:
    counts = Counter(shard_key("/", clock.new_id()) for _ in range(8_000))
    assert max(counts.values()) < 1.5 * 8_000 / SHARDS
