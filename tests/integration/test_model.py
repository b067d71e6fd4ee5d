"""The model of DynamoDB that the simulator of `tests/simulation` stands on answers as the local cloud does. T-11."""

import pytest

from tests.backend.tables import definition
from tests.cloud import ShopCloud
from tests.simulation.calls import agree


@pytest.mark.parametrize("seed", range(4))
def test_the_same_calls_have_the_same_replies_in_the_model_and_in_the_local_cloud(cloud: ShopCloud, seed: int) -> None:
    dynamodb = cloud.client("dynamodb")
    dynamodb.create_table(**definition("order"))
    try:
        agree(dynamodb, seed, 150)
    finally:
        dynamodb.delete_table(TableName="order")
