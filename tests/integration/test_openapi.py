"""schemathesis over the printed OpenAPI, as who may call: whatever is asked, the answer is one that the contract
describes."""

from collections.abc import Iterator

import pytest

from backend.contracts.delivery.operations import SET_DELIVERY_ZONES, SET_TAX_RATES
from backend.contracts.operation import Empty, Operation
from backend.contracts.registry import OPERATIONS
from tests.integration.api import Api
from tests.integration.printed_contract import BOUNDARIES, COVERED, LIGHT, MANY, SOME, play, role_of, tokens_by_role
from tests.integration.shop import reset_rates, reset_zones


@pytest.fixture(scope="module")
def tokens(api: Api) -> dict[str, str]:
    return tokens_by_role(api)


@pytest.fixture(autouse=True)
def _delivery_everywhere(operation: Operation, api: Api, staff: str) -> Iterator[None]:
    """Zones and rates that were invented here would keep all further shoppers of this cloud from buying."""
    yield
    if operation is SET_DELIVERY_ZONES:
        reset_zones(api, staff)
    if operation is SET_TAX_RATES:
        reset_rates(api, staff)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_allowed_callers_are_answered_as_the_contract_says(
    operation: Operation, api: Api, tokens: dict[str, str]
) -> None:
    is_covered = operation not in BOUNDARIES
    examples = SOME if is_covered and operation.body is not Empty else MANY
    play(LIGHT if is_covered else COVERED, operation, examples, api, tokens[role_of(operation)])
