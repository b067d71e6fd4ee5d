"""schemathesis over the printed OpenAPI: whatever is asked, the answer is one that the contract describes."""

from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi import checks

from backend.contracts.invoice.operations import DRAW_PACKING_SLIPS
from backend.contracts.openapi import openapi
from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.registry import OPERATIONS
from tests.integration.api import Api
from tests.integration.shop import Shopper, guest_id, sell
from tests.support.cases import first_of_each

MANY, SOME, FEW = 12, 4, 2  # random examples by operation, beside those that cover each boundary of the schema
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    # Left out: positive_data_acceptance, for the shop has rules that no schema tells (its currency, a cursor of its
    # own, a SKU of one
    # product only) and takes 7.0 for no count; unsupported_method, for the gateway answers 404 to a route that it does
    # not have.
]
# characters of an address that the gateway reads before it refuses, as AWS does after 10 kB: no function hears of it
READ = 8_000
KNOWN: dict[str, str] = {}  # what exists, by parameter
DEEP = (DRAW_PACKING_SLIPS,)
"""Operations with lists of lists: what covers the boundaries of each list at once takes minutes to draw."""
SIGNED_IN = {Caller.SHOPPER: "shopper", Caller.STAFF: "staff"}


def _cover_all() -> list[Operation]:
    """Return operations with all that can be sent: what covers the boundaries of a body, or of a path and a query where
    there is none, covers them for all of the service that have it, and for a body that another one adds fields to."""
    bodies = first_of_each((each for each in OPERATIONS if each.body is not Empty and each not in DEEP), "body")
    basic = {(each.service, base) for each in bodies for base in each.body.__bases__}
    others = first_of_each((each for each in OPERATIONS if each.body is Empty), "path", "query")
    return [*(each for each in bodies if (each.service, each.body) not in basic), *others]


BOUNDARIES = _cover_all()


def role_of(operation: Operation) -> str:
    """Who may call it."""
    return SIGNED_IN.get(operation.caller, "nobody")


def _document() -> dict[str, Any]:
    """As printed, without who may call: tokens are ours to send, and wrong ones the access matrix's to try."""
    document = openapi()
    for path in document["paths"].values():
        for operation in path.values():
            del operation["security"]
    return document


# A wrong body may be refused for its size first.
_REFUSED: dict[str, Any] = {"checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}}}
_WITH_BOUNDARIES = SchemathesisConfig.from_dict(_REFUSED)
_WITHOUT_BOUNDARIES = SchemathesisConfig.from_dict(_REFUSED | {"phases": {"coverage": {"enabled": False}}})
COVERED = schemathesis.openapi.from_dict(_document(), config=_WITH_BOUNDARIES)
LIGHT = schemathesis.openapi.from_dict(_document(), config=_WITHOUT_BOUNDARIES)


def likely(case: Case) -> None:
    """Half of the right requests become ones that are granted: about something that exists, and by the rules that no
    schema tells."""
    if (
        case.meta is None
        or case.meta.generation.mode is not GenerationMode.POSITIVE
        or not _even([case.path_parameters, case.body])
    ):
        return
    case.path_parameters = {name: KNOWN.get(name, value) for name, value in case.path_parameters.items()}
    if isinstance(case.body, dict) and "variants" in case.body:
        variants = [{"sku": guest_id(), "values": [], "price": 100}]
        case.body |= {"currency": "EUR", "category": ["Proofs"], "options": [], "variants": variants}


def _even(value: Any) -> bool:
    return len(str(value)) % 2 == 0


def tokens_by_role(api: Api) -> dict[str, str]:
    """The tokens of accounts that no other test knows: one of them is closed here.

    The shopper has an order and a basket; the article is one that may be withdrawn.
    """
    staff = str(api.cloud.tokens(api.cloud.new_account("staff"))["access_token"])
    shopper, guest, sku = Shopper(api, api.cloud.new_account()), guest_id(), sell(api, staff, f"printed-{guest_id()}")
    order_id = shopper.buy(sku)
    shopper.arrived(order_id)
    shopper.add(sku)
    KNOWN.update(order_id=order_id, sku=sku, guest_id=guest, product_id=sku.lower())
    return {"nobody": "", "shopper": shopper.token, "staff": staff}


def steady(examples: int) -> settings:
    """The same examples in every run."""
    phases = [Phase.explicit, Phase.generate]
    return settings(
        max_examples=examples, derandomize=True, deadline=None, phases=phases, suppress_health_check=list(HealthCheck)
    )


def send(api: Api, case: Case, token: str) -> None:
    """Sends it, and holds the answer against the contract."""
    likely(case)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    reply = case.call(base_url=api.cloud.api, session=api.web, headers=headers)
    if reply.status_code == requests.codes.header_fields_too_large:
        assert len(str(reply.request.url)) > READ
    else:
        case.validate_response(reply, checks=CHECKS)


def play(schema: BaseSchema, operation: Operation, examples: int, api: Api, token: str) -> None:
    """Try the operation with examples that schemathesis draws now.

    Its own decorator draws those of all operations while tests are collected: in every test process, ten seconds each.
    """

    @steady(examples)
    def one(case: Case) -> None:
        send(api, case, token)

    load_all_checks()
    printed = schema.find_operation_by_id(operation.name)
    constants = FeedbackSources(constants_value_source=make_constants_value_source(schema))
    build_operation_test(config=schema.config, operation=printed, test_func=one, given_kwargs={}, feedback=constants)()
