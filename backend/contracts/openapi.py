"""The HTTP API as an OpenAPI 3.1 document, made from the operations."""

import inspect

import msgspec

from backend.contracts import shop
from backend.contracts.examples import example
from backend.contracts.operation import SCOPES, AnyOperation, Caller, Empty, Role
from backend.contracts.problem import CONTENT_TYPE, Problem
from backend.contracts.registry import OPERATIONS
from backend.contracts.schemas import Document, Schema, reference, schemas

_MEANING = {
    200: "Done", 201: "Created", 202: "Accepted; the rest follows", 204: "Done",
    304: "What the caller has is still so",
    400: "The request cannot be read", 401: "Please sign in", 403: "Not for this caller", 404: "Not found",
    409: "Something has changed in between", 413: "The body is too large", 415: "The body is not application/json",
    422: "The body is not right; the problem names the field", 429: "Too many requests", 500: "A fault of the shop",
    503: "Please try again in a moment",
}  # fmt: skip
# What the gateway says by itself, in its own words:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting.html
_GATEWAYS = {401, 403, 404, 429, 500, 503}
_KEPT = {
    "Cache-Control": {"description": "For how long the reply may be kept", "schema": {"type": "string"}},
    "ETag": {"description": "To be sent as If-None-Match", "schema": {"type": "string"}},
}
_CALLERS = {
    Caller.PUBLIC: "Anybody may call it, without a token.",
    Caller.GUEST: "Whoever knows the unguessable id in the path may call it, without a token.",
    Caller.SHOPPER: "A signed-in shopper may call it, for what is the shopper's own.",
}
_RETRY_AFTER = {"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 1}}


class GatewayMessage(msgspec.Struct, frozen=True):
    """What the gateway itself answers with."""

    message: str | None


def openapi() -> Document:
    """Return the whole document."""
    shapes = {shape for each in OPERATIONS for shape in (each.body, each.reply) if shape is not Empty}
    paths: dict[str, Document] = {}
    for each in OPERATIONS:
        paths.setdefault(each.template, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": shop.NAME,
            "version": "1",
            "description": "Products, baskets and orders. Money is in minor units.",
        },
        "servers": [
            {"url": "{api}", "variables": {"api": {"default": "/", "description": "ApiUrl of the stack's outputs"}}}
        ],
        "tags": [{"name": service} for service in dict.fromkeys(each.service for each in OPERATIONS)],
        "paths": paths,
        "components": {"schemas": schemas(shapes | {Problem, GatewayMessage}), "securitySchemes": {"token": _token()}},
    }


def _token() -> Document:
    """Describe the token: API Gateway's JWT authorizer takes Cognito's access token; each route says which scope it
    asks for.
    """
    description = f"An access token; scopes: {', '.join(SCOPES.values())}."
    return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": description}


def _operation(operation: AnyOperation) -> Document:
    described: Document = {
        "operationId": operation.name,
        "tags": [operation.service],
        "summary": operation.summary,
        "description": _description(operation),
        "parameters": [*_parameters(operation.path, "path"), *_parameters(operation.query, "query")],
        "responses": {
            str(operation.status): _reply(operation),
            **({"304": {"description": _MEANING[304], "headers": _KEPT}} if operation.fresh else {}),
            **{str(status): _problem(status) for status in problems(operation)},
        },
        "security": [{"token": [operation.scope]}] if operation.scope else [],
    }
    if operation.body is not Empty:
        described["requestBody"] = {"required": True, "content": {"application/json": _content(operation.body)}}
    return described


def _content(shape: type[object]) -> Document:
    return {"schema": reference(shape.__name__), "example": example(shape)}


def _description(operation: AnyOperation) -> str:
    """Return what the operation is for, who may call it and how long its reply may be kept, made of what the contract
    says of each.
    """
    sentences = [f"{operation.summary}.", _callers(operation)]
    if operation.body is not Empty and operation.body.__doc__:
        sentences.append(f"The body: {inspect.cleandoc(operation.body.__doc__)}")
    if operation.reply is not Empty and operation.reply.__doc__:
        sentences.append(f"The reply: {inspect.cleandoc(operation.reply.__doc__)}")
    if operation.fresh:
        sentences.append(f"The reply may be kept, and given to anybody, for {operation.fresh} seconds.")
    return "\n\n".join(sentences)


def _callers(operation: AnyOperation) -> str:
    if operation.caller is not Caller.STAFF:
        return _CALLERS[operation.caller]
    return f"Staff with one of these roles may call it: {', '.join((Role.OWNER, *operation.roles))}."


def problems(operation: AnyOperation) -> list[int]:
    """Every status that the operation may refuse or fail with: its own, and those that follow from what it takes and
    who may call."""
    also = {429, 500, 503}
    if operation.scope:
        also |= {401, 403}
    if operation.path is not Empty:
        also |= {404}
    if operation.query is not Empty:
        also |= {400}
    if operation.body is not Empty:
        also |= {400, 413, 415, 422}
    return sorted(also | set(operation.problems))


def _parameters(shape: type[object], location: str) -> list[Document]:
    """Return a struct's fields as parameters; a query's None means that it was left out, so null is no value of its
    own.
    """
    if shape is Empty:
        return []
    components = schemas([shape])
    schema = components[shape.__name__]
    required, given = set(schema.get("required", ())), example(shape)
    return [
        {
            "name": name,
            "in": location,
            "required": name in required,
            "schema": _without_null(value, components),
            "example": given[name],
        }
        for name, value in schema["properties"].items()
    ]


def _without_null(schema: Schema, components: dict[str, Schema]) -> Schema:
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    given: Schema = {**schema, **choices[0]} if len(choices) == 1 else {**schema}
    given.pop("anyOf", None)
    if given.get("default", 0) is None:
        del given["default"]
    if "$ref" in given:
        given.update(components[given.pop("$ref").rpartition("/")[2]])
    return given


def _reply(operation: AnyOperation) -> Document:
    described: Document = {"description": _MEANING[operation.status], **({"headers": _KEPT} if operation.fresh else {})}
    if operation.reply is not Empty:
        described["content"] = {"application/json": _content(operation.reply)}
    return described


def _problem(status: int) -> Document:
    content = {CONTENT_TYPE: {"schema": reference(Problem.__name__)}}
    if status in _GATEWAYS:
        content["application/json"] = {"schema": reference(GatewayMessage.__name__)}
    described: Document = {"description": _MEANING[status], "content": content}
    if status == 503:
        described["headers"] = {"Retry-After": _RETRY_AFTER}
    return described
