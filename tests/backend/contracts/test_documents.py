"""The printed contracts are valid, complete and current."""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from openapi_spec_validator import validate

from backend.contracts.__main__ import DOCUMENTS, document_path, main, render_document
from backend.contracts.event import name
from backend.contracts.openapi import problems
from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.registry import EVENTS, OPERATIONS

# From npm's @asyncapi/specs 6.11.1, Apache-2.0.
ASYNCAPI_SCHEMA = Path(__file__).parent / "asyncapi-3.0.0.schema.json.gz"


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    return dict(json.loads(render_document("openapi")))


@pytest.fixture(scope="module")
def asyncapi() -> dict[str, Any]:
    return dict(json.loads(render_document("asyncapi")))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_copy_that_is_checked_in_is_current(document: str) -> None:
    assert document_path(document).read_text(encoding="utf-8") == render_document(document), (
        "run: python -m backend.contracts write"
    )


def test_openapi_is_valid(openapi: dict[str, Any]) -> None:
    validate(openapi)


def test_what_the_gateway_itself_says_is_no_shape_of_a_service(openapi: dict[str, Any]) -> None:
    said = openapi["paths"]["/messages"]["post"]["responses"]["429"]["content"]["application/json"]["schema"]["$ref"]
    assert list(openapi["components"]["schemas"][said.rpartition("/")[2]]["properties"]) == ["message"]
    assert "topic" in openapi["components"]["schemas"]["Message"]["properties"]


def test_asyncapi_is_valid(asyncapi: dict[str, Any]) -> None:
    schema = json.loads(gzip.decompress(ASYNCAPI_SCHEMA.read_bytes()))
    jsonschema.Draft7Validator(schema).validate(asyncapi)


def test_the_validator_of_asyncapi_tells_a_wrong_document(asyncapi: dict[str, Any]) -> None:
    schema = json.loads(gzip.decompress(ASYNCAPI_SCHEMA.read_bytes()))
    wrong = asyncapi | {"operations": {"x": {"action": "shout", "channel": {"$ref": "#/channels/x"}}}}
    assert not jsonschema.Draft7Validator(schema).is_valid(wrong)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_reference_leads_somewhere(document: str) -> None:
    whole = json.loads(render_document(document))
    for reference in _values(whole, "$ref"):
        place = whole
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_patterns_are_read_alike_by_python_and_ecma_262(document: str) -> None:
    """Neither what only Python knows, nor what both know by different meanings. https://tc39.es/ecma262/#sec-patterns"""
    patterns = set(_values(json.loads(render_document(document)), "pattern"))
    assert len(patterns) > 5
    for pattern in patterns:
        re.compile(pattern)
        assert not re.search(r"\(\?P|\(\?<[=!]|\(\?#|\(\?[aiLmsux]|\\[AZzbBdDsSwW]|\\N|\\U|[*+?}]\+", pattern), pattern


def test_every_operation_is_there_with_its_parameters(openapi: dict[str, Any]) -> None:
    for operation in OPERATIONS:
        described = openapi["paths"][operation.template][operation.method.lower()]
        assert described["operationId"] == operation.name
        in_path = [each["name"] for each in described["parameters"] if each["in"] == "path"]
        assert sorted(in_path) == sorted(operation.parameters)
        assert all(each["required"] for each in described["parameters"] if each["in"] == "path")
    assert sum(len(methods) for methods in openapi["paths"].values()) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_an_operation_asks_for_a_token_just_where_its_caller_needs_one(
    operation: Operation, openapi: dict[str, Any]
) -> None:
    security = openapi["paths"][operation.template][operation.method.lower()]["security"]
    assert security == (
        [] if operation.caller in (Caller.PUBLIC, Caller.GUEST) else [{"token": [f"shop/{operation.caller}"]}]
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_an_operation_names_every_way_it_may_refuse(operation: Operation, openapi: dict[str, Any]) -> None:
    replies = openapi["paths"][operation.template][operation.method.lower()]["responses"]
    kept = {"304"} if operation.fresh else set()
    assert set(replies) == {str(operation.status), *map(str, problems(operation))} | kept
    assert {"429", "500", "503"} <= set(replies)
    assert ({"401", "403"} <= set(replies)) == bool(operation.scope)
    assert ({"400", "413", "415", "422"} <= set(replies)) == (operation.body is not Empty)
    for status in problems(operation):
        assert "application/problem+json" in replies[str(status)]["content"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_an_operation_says_what_it_is_for_and_shows_it(operation: Operation, openapi: dict[str, Any]) -> None:
    described = openapi["paths"][operation.template][operation.method.lower()]
    assert described["summary"]
    assert described["summary"] in described["description"]
    assert len(described["description"]) > len(described["summary"]) + 20
    assert all("example" in each for each in described["parameters"])
    if operation.body is not Empty:
        content = described["requestBody"]["content"]["application/json"]
        assert msgspec.convert(content["example"], operation.body)
    if operation.reply is not Empty:
        content = described["responses"][str(operation.status)]["content"]["application/json"]
        assert msgspec.convert(content["example"], operation.reply)


def test_every_event_is_there(asyncapi: dict[str, Any]) -> None:
    assert list(asyncapi["channels"]) == [name(event) for event in EVENTS]


def test_the_command_prints_what_is_kept() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "backend.contracts", "asyncapi"], capture_output=True, check=True, text=True
    )
    assert run.stdout == document_path("asyncapi").read_text(encoding="utf-8")


def test_the_command_tells_its_use_for_anything_else() -> None:
    with pytest.raises(SystemExit, match="Usage"):
        main(["swagger"])


def _values(document: Any, key: str) -> Iterator[str]:
    if isinstance(document, dict):
        if isinstance(document.get(key), str):
            yield document[key]
        document = list(document.values())
    for each in document if isinstance(document, list) else ():
        yield from _values(each, key)
