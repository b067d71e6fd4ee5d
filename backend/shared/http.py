"""The HTTP handler: API Gateway's event → the operation's function → a reply, by a table from route key to function.

The event is API Gateway's payload format 2.0:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import time
from collections.abc import Callable
from typing import Generic, Never, TypeVar, cast, overload

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from backend.contracts.correlation import LOGGED, correlation_id
from backend.contracts.operation import AnyOperation, Body, Caller, Empty, Operation, Path, Query, roles_of
from backend.contracts.operation import Reply as Result
from backend.contracts.problem import CONTENT_TYPE, FieldError, Problem, Refused
from backend.shared import staff_changes
from backend.shared.aws import is_transient, preload_client
from backend.shared.http_cache import Reply, with_cache_headers
from backend.shared.log import bind, fields, log_context, logged_ids, logger
from backend.shared.request_body import HttpEvent, RoutedEvent, field_errors, raw_body, read_body

Check = Callable[[dict[str, str], bytes], None]
T = TypeVar("T")


# A client may ask again after this many seconds: longer than our own tries take, shorter than people wait.
RETRY_AFTER_SECONDS = 1
_BUSY = Problem(type="try-again", title="Please try again in a moment", status=503)
_FAULT = Problem(type="fault", title="Something went wrong here", status=500)


class Request(msgspec.Struct, Generic[Path, Query, Body], frozen=True):
    """What an operation's function gets: decoded and checked.

    `shopper` is the token's `sub`, and `token` the token itself, for calls in its bearer's name; both are empty where
    none is asked for.
    """

    path: Path
    query: Query
    body: Body
    shopper: str = ""
    token: str = ""


class Route(msgspec.Struct, frozen=True):
    """An operation, the function that answers it, and what is checked before."""

    operation: AnyOperation
    function: Callable[[Never], object]
    check: Check | None = None

    def call(self, request: Request[object, object, object]) -> object:
        """Return what the function returns. The request has the operation's types, which `route` held it to."""
        return cast("Callable[[Request[object, object, object]], object]", self.function)(request)


@overload
def route(
    operation: Operation[Path, Query, Body, Empty],
    function: Callable[[Request[Path, Query, Body]], Empty | None],
    check: Check | None = None,
) -> Route: ...
@overload
def route(
    operation: Operation[Path, Query, Body, Result],
    function: Callable[[Request[Path, Query, Body]], Result],
    check: Check | None = None,
) -> Route: ...
def route(
    operation: Operation[Path, Query, Body, Result],
    function: Callable[[Request[Path, Query, Body]], Result | None],
    check: Check | None = None,
) -> Route:
    """Answer an operation by a function whose request and result have the operation's types; mypy refuses another.

    `check` gets the headers, named in lower case, and the raw body before anything else is read, and raises `Refused`.
    """
    return Route(operation, function, check)


def http_handler(*routes: Route, preload: str = "dynamodb") -> Callable[[RoutedEvent, object], Reply]:
    """Return the Lambda handler for these routes.

    It answers every mistake with a problem, and every fault with one that says nothing.

    `preload` is the AWS service that it asks first.
    """
    by_key = {route.operation.route: route for route in routes}
    preload_client(preload)

    def handler(event: RoutedEvent, context: object) -> Reply:
        started = time.perf_counter()
        headers = _headers(event)
        trace = {"request_id": event["requestContext"].get("requestId", ""), "correlation_id": correlation_id(headers)}
        with log_context(route=event["routeKey"], **trace):
            reply = _answer(by_key, event, headers)
            _log_reply(event["routeKey"], reply["statusCode"], round((time.perf_counter() - started) * 1000, 1))
        return reply

    return handler


def _log_reply(route: str, status: int, ms: float) -> None:
    """Log the reply: at INFO if it is a write that failed or names an id to follow, else at DEBUG."""
    worth = not route.startswith("GET ") and (status >= 400 or any(name in fields() for name in LOGGED))
    (logger.info if worth else logger.debug)("answered", status=status, ms=ms)


def _headers(event: HttpEvent) -> dict[str, str]:
    """Return the request's headers, named in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def _answer(routes: dict[str, Route], event: RoutedEvent, headers: dict[str, str]) -> Reply:
    try:
        route = routes[event["routeKey"]]
        operation = route.operation
        if route.check:
            route.check(headers, raw_body(event))
        request = _request(operation, event, headers)
        bind(**logged_ids(request.path))
        result = _run(route, request)
        bind(**logged_ids(result))
        reply = _reply(
            operation.status, None if operation.reply is Empty else msgspec.json.encode(result), "application/json"
        )
        return with_cache_headers(reply, operation.fresh, event.get("headers") or {}) if operation.fresh else reply
    except Refused as refused:
        return problem(refused.problem)
    except (ClientError, BotoCoreError) as error:
        logger.exception("a call to AWS failed")
        return problem(_BUSY if is_transient(error) else _FAULT)
    except Exception:
        logger.exception("unexpected")
        return problem(_FAULT)


def _run(route: Route, request: Request[object, object, object]) -> object:
    """Return what the operation's function returns, after a change by staff was recorded in the audit log."""
    if route.operation.changes is None:
        return route.call(request)
    with staff_changes.collect_facts() as facts:
        result = route.call(request)
    staff_changes.publish(route.operation, (request.path, request.body, result), request.shopper, facts)
    return result


def problem(problem: Problem) -> Reply:
    """Return an RFC 9457 reply."""
    reply = _reply(problem.status, msgspec.json.encode(problem), CONTENT_TYPE)
    if problem.status == _BUSY.status:
        reply["headers"]["retry-after"] = str(RETRY_AFTER_SECONDS)
    return reply


def _reply(status: int, body: bytes | None, content_type: str) -> Reply:
    headers = {"cache-control": "no-store"}
    if body is None:
        return {"statusCode": status, "headers": headers}
    return {"statusCode": status, "headers": {"content-type": content_type, **headers}, "body": body.decode()}


def _request(operation: AnyOperation, event: RoutedEvent, headers: dict[str, str]) -> Request[object, object, object]:
    """Decode and validate the request. The caller is checked first, so that strangers learn nothing about its
    format."""
    shopper = _shopper(operation, event)
    path = _convert(event.get("pathParameters"), operation.path, 404, "not-found", "There is nothing here")
    query = _convert(event.get("queryStringParameters"), operation.query, 400, "bad-query", "The query cannot be read")
    body = Empty() if operation.body is Empty else read_body(operation.body, event)
    return Request(
        path, query, body, shopper, headers.get("authorization", "").removeprefix("Bearer ") if shopper else ""
    )


def _shopper(operation: AnyOperation, event: RoutedEvent) -> str:
    """Return the token's `sub`. The gateway has verified token and scope; its use and group are checked here."""
    if operation.scope is None:
        return ""
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    if claims.get("token_use") != "access" or not claims.get("sub"):
        raise Refused(401, "not-signed-in", "Please sign in")
    if operation.caller is Caller.STAFF:
        _check_role(operation, claims.get("cognito:groups", ""))
    return str(claims["sub"])


def _check_role(operation: AnyOperation, groups: str) -> None:
    """Raise Refused 403 for callers who are not staff, and for staff without any of the operation's roles."""
    roles = roles_of(_groups(groups))
    if not roles:
        raise Refused(403, "not-staff", "This is for the shop's staff")
    if not operation.allows(roles):
        raise Refused(403, "not-your-role", "Your role does not allow this")


def _groups(claim: str) -> list[str]:
    """Split API Gateway's text form of a list claim, `[staff buyers]`, at white space only: `x,staff` is one group."""
    return claim.removeprefix("[").removesuffix("]").split()


def _convert(values: dict[str, str] | None, shape: type[T], status: int, type: str, title: str) -> T:
    try:
        converted = msgspec.convert(values or {}, shape, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(status, type, title, errors=field_errors(error)) from None
    except UnicodeError:  # half a character, which no right URL holds: msgspec names no field for it
        raise Refused(status, type, title) from None
    if null := _null_field(values or {}, converted):
        raise Refused(status, type, title, errors=(FieldError(field=null, message="Leave it out instead"),))
    return converted


def _null_field(values: dict[str, str], converted: object) -> str | None:
    """Return the shape's first field that was sent as the text `null` and read as None."""
    known_names = (name for name in getattr(converted, "__struct_fields__", ()) if name in values)
    return next(
        (name for name in known_names if values[name].lower() == "null" and getattr(converted, name) is None), None
    )
