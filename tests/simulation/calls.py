"""Random calls like those that the services make, to compare the model of DynamoDB with another one. T-11."""

from collections.abc import Callable
from random import Random
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.expressions import Unknown
from tests.simulation.store import Store

Call = tuple[str, dict[str, Any]]


def _number(value: int) -> dict[str, str]:
    return {"N": str(value)}


class Calls:
    """Random calls like those that the services make, on few keys, so that they collide."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def any(self) -> Call:
        kinds = (
            self.put,
            self.line,
            self.move,
            self.get,
            self.batch,
            self.query,
            self.index,
            self.transaction,
            self.delete,
        )
        operation, arguments = self.random.choice(kinds)()
        return operation, arguments

    def key(self) -> dict[str, Any]:
        return {"pk": {"S": f"P{self.random.randint(0, 2)}"}, "sk": {"S": self.random.choice("ab")}}

    def on(self, **more: Any) -> dict[str, Any]:
        return {"TableName": "order", "Key": self.key(), **more}

    def put(self) -> Call:
        item = self.key() | {
            "version": _number(self.random.randint(1, 3)),
            "available": _number(self.random.randint(0, 5)),
            "held": _number(0),
        }
        if self.random.random() < 0.5:
            item |= {"open": {"S": "/"}, "due": {"S": str(self.random.randint(0, 9))}}
        condition: dict[str, Any] = self.random.choice(({}, {"ConditionExpression": "attribute_not_exists(pk)"}, {
            "ConditionExpression": "version = :version", "ExpressionAttributeValues": {":version": _number(self.random.randint(1, 3))},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }))  # fmt: skip
        return "put_item", {"TableName": "order", "Item": item, **condition}

    def line(self) -> Call:
        sku = self.random.choice("xyz")
        if self.random.random() < 0.4:
            return "update_item", self.on(
                UpdateExpression="DELETE #skus :skus REMOVE #event, #line SET #version = #version + :one",
                ConditionExpression="attribute_exists(#line)", ReturnValues="ALL_NEW",
                ExpressionAttributeNames={"#skus": "skus", "#event": "event", "#line": f"line#{sku}", "#version": "version"},
                ExpressionAttributeValues={":skus": {"SS": [sku]}, ":one": _number(1)},
            )  # fmt: skip
        return "update_item", self.on(
            UpdateExpression="ADD #skus :skus REMOVE #event SET #version = if_not_exists(#version, :zero) + :one, #line = :line",
            ConditionExpression="attribute_not_exists(#skus) OR contains(#skus, :sku) OR size(#skus) < :most", ReturnValues="ALL_NEW",
            ExpressionAttributeNames={"#skus": "skus", "#event": "event", "#line": f"line#{sku}", "#version": "version"},
            ExpressionAttributeValues={":skus": {"SS": [sku]}, ":sku": {"S": sku}, ":zero": _number(0), ":one": _number(1),
                                       ":most": _number(2), ":line": {"L": [_number(self.random.randint(1, 9))]}},
        )  # fmt: skip

    def move(self) -> Call:
        return "update_item", self._move_pieces(self.on())

    def _move_pieces(self, on: dict[str, Any]) -> dict[str, Any]:
        return on | {
            "UpdateExpression": "SET #from = #from - :pieces, #to = #to + :pieces, #version = #version + :one",
            "ConditionExpression": "#from >= :pieces",
            "ExpressionAttributeNames": {"#from": "available", "#to": "held", "#version": "version"},
            "ExpressionAttributeValues": {":pieces": _number(self.random.randint(1, 3)), ":one": _number(1)},
        }

    def get(self) -> Call:
        return "get_item", self.on(ConsistentRead=True)

    def delete(self) -> Call:
        return "delete_item", self.on()

    def batch(self) -> Call:
        keys = [{"pk": {"S": f"P{number}"}, "sk": {"S": "a"}} for number in range(3)]
        return "batch_get_item", {"RequestItems": {"order": {"Keys": keys}}}

    def query(self) -> Call:
        between = self.random.random() < 0.5
        return "query", {"TableName": "order", "KeyConditionExpression": "pk = :pk" + between * " AND sk BETWEEN :first AND :last",
                         "ExpressionAttributeValues": {":pk": {"S": "P1"}} | (
                             {":first": {"S": "a"}, ":last": {"S": "b"}} if between else {}
                         ),
                         "ScanIndexForward": self.random.random() < 0.5, "Limit": self.random.randint(1, 3)}  # fmt: skip

    def index(self) -> Call:
        return "query", {"TableName": "order", "IndexName": "waiting", "Limit": 6,
                         "KeyConditionExpression": "#open = :open AND due <= :now",
                         "ExpressionAttributeNames": {"#open": "open"},
                         "ExpressionAttributeValues": {":open": {"S": "/"}, ":now": {"S": str(self.random.randint(0, 9))}}}  # fmt: skip

    def transaction(self) -> Call:
        keys = [{"pk": {"S": f"P{number}"}, "sk": {"S": "a"}} for number in self.random.sample(range(3), 3)]
        put = {"TableName": "order", "Item": keys[0] | {"available": _number(2), "held": _number(0), "version": _number(1)},
               "ConditionExpression": "attribute_not_exists(pk)"}  # fmt: skip
        check = {"TableName": "order", "Key": keys[2], "ConditionExpression": "attribute_not_exists(pk) OR available < :pieces",
                 "ExpressionAttributeValues": {":pieces": _number(self.random.randint(1, 4))}}  # fmt: skip
        parts = [
            {"Put": put},
            {"Update": self._move_pieces({"TableName": "order", "Key": keys[1]})},
            {"ConditionCheck": check},
        ]
        return "transact_write_items", {"TransactItems": self.random.sample(parts, self.random.randint(1, 3))}


def reply(call: Callable[..., Any], operation: str, arguments: dict[str, Any]) -> Any:
    """Return the answer or refusal in a comparable form: sets, batches and ties in an index have no order."""
    try:
        answer = call(operation, arguments)
    except ClientError as error:
        response: dict[str, Any] = dict(error.response)
        reasons = [reason["Code"] for reason in response.get("CancellationReasons", [])]
        return response["Error"]["Code"], reasons, _sort_sets(response.get("Item"))
    except Unknown:
        return "ValidationException", [], None
    if operation == "batch_get_item":
        return sorted((_sort_sets(item) for item in answer["Responses"]["order"]), key=str)
    return _sort_sets(answer.get("Item")), _sort_sets(answer.get("Attributes")), _places(answer.get("Items"), arguments)


def _sort_sets(item: Any) -> Any:
    """Sort sets, which have no order."""
    return item and {name: {"SS": sorted(value["SS"])} if "SS" in value else value for name, value in item.items()}


def _places(items: Any, arguments: dict[str, Any]) -> Any:
    """Group items that tie in an index, since they have no order among themselves."""
    found = [_sort_sets(item) for item in items or ()]
    return sorted(found, key=str) if "IndexName" in arguments else found


def agree(theirs: Any, seed: int, calls: int) -> None:
    """Assert that a DynamoDB client with an empty table `order` and the model answer alike, call after call."""
    model, random = Store(lambda writes: None), Calls(seed)
    for number in range(calls):
        operation, arguments = random.any()
        expected = reply(lambda name, given: getattr(theirs, name)(**given), operation, arguments)
        assert reply(model.call, operation, arguments) == expected, (number, operation, arguments)
