"""Which records of a stream a function is given again after a stop."""

import pytest

from infra.local.streams import fits

EVENT = {"dynamodb": {"NewImage": {"event": {"B": [{"exists": True}]}}}}
STOCK = {"dynamodb": {"NewImage": {"sk": {"S": ["STOCK"]}}}}


@pytest.mark.parametrize(
    ("pattern", "image", "wakes"),
    [
        (EVENT, {"event": {"B": "eJw="}}, True),
        (EVENT, {"event": {"S": "{}"}}, False),
        (EVENT, {"sk": {"S": "STOCK"}}, False),
        (STOCK, {"sk": {"S": "STOCK"}}, True),
        (STOCK, {"sk": {"S": "HOLD"}}, False),
        (STOCK, None, False),
    ],
)
def test_a_record_wakes_whom_its_pattern_fits(pattern: dict[str, object], image: object, wakes: bool) -> None:
    assert fits(pattern, {"dynamodb": {"NewImage": image} if image is not None else {}}) is wakes
