"""The HTTP door: API Gateway's event → the operation's function → a reply, by a table from route key to function."""

import base64
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from backend.contracts.operation import STAFF_GROUP, Caller, Empty, Operation
from backend.contracts.problem import CONTENT_TYPE, FieldError, Problem, Refused
from backend.shared.log import logger

P, Q, B = TypeVar("P"), TypeVar("Q"), TypeVar("B")
LARGEST_BODY = 256 * 1024


class Request(msgspec.Struct, Generic[P, Q, B], frozen=True):
    """What a function of the door gets: decoded and checked. `shopper` is the token's `sub`, empty where none is asked for."""

    path: P
    query: Q
    body: B
    shopper: str = ""


Function = Callable[[Any], Any]


def door(functions: dict[Operation, Function]) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The Lambda handler for these operations. It answers every mistake with a problem, and every fault with one that says nothing."""
    routes = {operation.route: (operation, function) for operation, function in functions.items()}

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        started = time.perf_counter()
        reply = _answer(routes, event)
        logger.info(event["routeKey"], status=reply["statusCode"], ms=round((time.perf_counter() - started) * 1000, 1))
        return reply

    return handler


def _answer(routes: dict[str, tuple[Operation, Function]], event: dict[str, Any]) -> dict[str, Any]:
    try:
        operation, function = routes[event["routeKey"]]
        result = function(_request(operation, event))
        return _reply(operation.status, b"" if operation.reply is Empty else msgspec.json.encode(result), "application/json")
    except Refused as refused:
        return problem(refused.problem)
    except (ClientError, BotoCoreError):
        logger.exception("a call to AWS failed")
        return problem(Problem(type="try-again", title="Please try again in a moment", status=503)) 
    except Exception:
        logger.exception("unexpected")
        return problem(Problem(type="fault", title="Something went wrong here", status=500))


def problem(problem: Problem) -> dict[str, Any]:
    """An RFC 9457 reply."""
    return _reply(problem.status, msgspec.json.encode(problem), CONTENT_TYPE)


def _reply(status: int, body: bytes, content_type: str) -> dict[str, Any]:
    headers = {"content-type": content_type, "cache-control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": body.decode()}


def _request(operation: Operation, event: dict[str, Any]) -> Request[Any, Any, Any]:
    shopper = _shopper(operation, event)
    path = _convert(event.get("pathParameters") or {}, operation.path, 404, "not-found", "There is nothing here")
    query = _convert(event.get("queryStringParameters") or {}, operation.query, 400, "bad-query", "The query cannot be read")
    return Request(path, query, Empty() if operation.body is Empty else _body(operation, event), shopper)


def _shopper(operation: Operation, event: dict[str, Any]) -> str:
    """The token's `sub`. The gateway has verified the token and its scope; that it is an access token, and of staff, is checked here."""
    if operation.scope is None:
        return ""
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    if claims.get("token_use") != "access" or not claims.get("sub"):
        raise Refused(401, "not-signed-in", "Please sign in")
    if operation.caller is Caller.STAFF and STAFF_GROUP not in _groups(claims.get("cognito:groups", "")):
        raise Refused(403, "not-staff", "This is for the shop's staff")
    return str(claims["sub"])


def _groups(claim: str | list[str]) -> list[str]:
    """API Gateway hands a list claim to the function as text: `[staff buyers]`."""
    return claim if isinstance(claim, list) else claim.strip("[]").replace(",", " ").split()


def _convert(values: dict[str, str], shape: Any, status: int, type: str, title: str) -> Any:
    try:
        return msgspec.convert(values, shape, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(status, type, title, errors=[_field_error(error)]) from None


def _body(operation: Operation, event: dict[str, Any]) -> Any:
    raw = event.get("body") or ""
    body = base64.b64decode(raw) if event.get("isBase64Encoded") else raw.encode("utf-8", "surrogatepass")
    if len(body) > LARGEST_BODY:
        raise Refused(413, "too-large", "The body is too large", f"At most {LARGEST_BODY} bytes.")
    try:
        return msgspec.json.decode(body, type=operation.body)
    except msgspec.ValidationError as error:
        raise Refused(422, "invalid", "The body does not have the right shape", errors=[_field_error(error)]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(400, "malformed", "The body is not JSON") from None


def _field_error(error: msgspec.ValidationError) -> FieldError:
    message, _, path = str(error).partition(" - at `$")
    return FieldError(field=path.rstrip("`").lstrip("."), message=message)
