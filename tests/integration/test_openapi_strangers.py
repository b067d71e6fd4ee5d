"""schemathesis over the printed OpenAPI, as who may not call, or not so: the answer is one that the contract describes.

Beside `test_openapi.py`, so that two processes share the work.
"""

import pytest

from backend.contracts.operation import Operation
from backend.contracts.registry import OPERATIONS
from tests.integration.api import Api
from tests.integration.printed_contract import FEW, LIGHT, play, role_of, tokens_by_role


@pytest.fixture(scope="module")
def tokens(api: Api) -> dict[str, str]:
    return tokens_by_role(api)


@pytest.mark.parametrize(
    ("operation", "role"),
    [(each, role) for each in OPERATIONS for role in ("nobody", "shopper", "staff") if role != role_of(each)],
    ids=lambda value: getattr(value, "name", value),
)
def test_refused_callers_are_answered_as_the_contract_says(
    operation: Operation, role: str, api: Api, tokens: dict[str, str]
) -> None:
    play(LIGHT, operation, FEW, api, tokens[role])
