"""The product service itself, on a table in this process, in the place of the API."""

from typing import Any

import msgspec

from backend.contracts.inventory.models import Stock
from backend.contracts.inventory.operations import SET_STOCK
from backend.contracts.operation import Empty, Operation
from backend.contracts.problem import Problem
from backend.product.handler import handler
from storefront.clients import api
from tests.backend.events import http, token

STAFF = token(groups="[staff]")


class RealShop:
    """Answers as `api.call` does. `writes` counts what was asked to change something."""

    def __init__(self) -> None:
        self.writes = 0

    def call(
        self,
        operation: Operation,
        *,
        path: Any = None,
        query: Any = None,
        body: Any = None,
        token: str = "",
        bypass_cache: bool = False,
    ) -> Any:
        if operation is SET_STOCK:
            return Stock(sku=path["sku"], available=body.available, held=0, sold=0, version=2)
        self.writes += operation.name in ("create_product", "replace_product")
        place = {name: str(value) for name, value in msgspec.to_builtins(path or {}).items()}
        asked = {name: str(value) for name, value in msgspec.to_builtins(query or {}).items() if value is not None}
        more = {} if operation.body is Empty else {"body": body}
        reply = handler(
            http(operation, path=place, query=asked, claims=STAFF if operation.scope else None, **more), None
        )
        assert reply["statusCode"] < 500, reply
        if reply["statusCode"] >= 400:
            raise api.Refusal(msgspec.json.decode(reply["body"], type=Problem))
        return msgspec.json.decode(reply["body"], type=operation.reply) if operation.reply is not Empty else Empty()
