"""The only way to the shop's services: calls of the contracts' operations over HTTP.

    page = api.call(LIST_PRODUCTS, query=ListQuery(category="prints"))
    basket = api.call(GET_BASKET, request=request)

A shopper's operation takes the token of `request`'s shopper, or `token`. It raises `Refusal` if the service refuses,
with the reason, and `Unavailable` if it does not answer. Only reads are retried: a write whose answer was lost may have
been done.

Public replies are cached (`storefront/clients/reply_cache.py`) for as long as the operation allows, and then
revalidated by their ETag.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, TypedDict, Unpack, cast
from urllib.parse import quote, urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from backend.contracts.correlation import HEADER
from backend.contracts.operation import AnyOperation, Body, Empty, Operation, Path, Query, Reply
from backend.contracts.problem import Problem
from storefront.clients import concurrency, reply_cache, tracing
from storefront.clients.localization import localize
from storefront.clients.outputs import OutputsMissing, outputs

if TYPE_CHECKING:
    from requests import Response

Timeout = tuple[float, float]
"""Seconds to connect, and to wait for the reply."""

TIMEOUT: Timeout = (1.0, 6.0)


class Options(TypedDict, total=False):
    """How a call differs from the usual one.

    `token` is an access token, where there is no `request` to take it from. `timeout` is for each try (else `TIMEOUT`):
    shorter for what a page can do without. Unless `allow_stale` is false, the last reply will do where the service does
    not answer. With `bypass_cache` nothing cached will do: for whoever is about to change it.
    """

    token: str | None
    timeout: Timeout | None
    allow_stale: bool
    bypass_cache: bool


class Refusal(Exception):
    """The service refused, and nothing has changed; `problem` says why (RFC 9457)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.type}")
        self.problem = problem


class Unavailable(Exception):
    """The service did not answer, or not according to the contract. Whether a write was done is unknown."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


_timeout = TIMEOUT


def wait_longer(seconds: float) -> None:
    """Set the timeout in seconds of all further calls of this process; for commands, which may meet slow cold
    starts."""
    global _timeout
    _timeout = (TIMEOUT[0], seconds)


def call(
    operation: Operation[Path, Query, Body, Reply],
    *,
    request: HttpRequest | None = None,
    path: Path | Mapping[str, object] | None = None,
    query: Query | Mapping[str, object] | None = None,
    body: Body | Mapping[str, object] | None = None,
    **options: Unpack[Options],
) -> Reply:
    """Return the operation's reply, in the language of the page (`storefront/clients/localization.py`).

    `path`, `query` and `body` are the contract's structs, or mappings of their fields.
    """
    try:
        return localize(_call(operation, request, path, query, body, options), get_language() or settings.LANGUAGE_CODE)
    except (Unavailable, OutputsMissing):
        reply_cache.note_missing()
        raise


def _call(operation: Operation[Path, Query, Body, Reply], request: HttpRequest | None, path: object, query: object,
          body: object, options: Options) -> Reply:  # fmt: skip
    is_cached = operation.fresh and operation.scope is None and not options.get("bypass_cache")
    if not is_cached:
        concurrency.about_to_wait()
    timeout = options.get("timeout") or _timeout
    headers = _headers(operation, options.get("token"), request)
    url = _url(operation, path, query)
    if is_cached:
        return _call_cached(operation, url, headers, timeout, options.get("allow_stale", True))
    content = msgspec.json.encode(body) if operation.body is not Empty else None
    return _reply(operation, _send(operation, url, content, headers, timeout))


def peek(
    operation: Operation[Path, Query, Body, Reply], path: Path | Mapping[str, object] | None = None
) -> Reply | None:
    """Return the last known public reply, however old, without a call. None if there is none."""
    try:
        return cast("Reply | None", reply_cache.peek(_url(operation, path, None)))
    except (Refusal, OutputsMissing):
        return None


def _headers(operation: AnyOperation, token: str | None, request: HttpRequest | None) -> dict[str, str]:
    headers = {"Accept": "application/json", **({HEADER: tracing.current()} if tracing.current() else {})}
    if operation.scope is not None:
        headers["Authorization"] = f"Bearer {token or _token(request)}"
    if operation.body is not Empty:
        headers["Content-Type"] = "application/json"
    return headers


def _call_cached(
    operation: Operation[Path, Query, Body, Reply],
    url: str,
    headers: dict[str, str],
    timeout: Timeout,
    allow_stale: bool,
) -> Reply:
    cached = reply_cache.get(url)
    if cached is not None:
        return cast(Reply, cached)
    concurrency.about_to_wait()
    if tag := reply_cache.entity_tag(url):
        headers = {**headers, "If-None-Match": tag}
    try:
        reply = _send(operation, url, None, headers, timeout)
        if reply.status_code == HTTPStatus.NOT_MODIFIED:
            return _revalidate(operation, url)
        value = _reply(operation, reply)
    except Unavailable:
        stale = reply_cache.get_stale(url) if allow_stale else None
        if stale is None:
            raise
        return cast(Reply, stale)
    except Refusal:
        reply_cache.clear(url)
        raise
    reply_cache.set(url, value, reply.headers.get("ETag", ""), operation.fresh)
    return value


def _revalidate(operation: Operation[Path, Query, Body, Reply], url: str) -> Reply:
    reply = reply_cache.refresh(url, operation.fresh)
    if reply is None:
        raise Unavailable(operation.service)  # it was let go of while the service was asked
    return cast(Reply, reply)


def _send(
    operation: AnyOperation, url: str, content: bytes | None, headers: dict[str, str], timeout: Timeout
) -> "Response":
    from storefront.clients import connection  # the first call waits for it, not the start

    reply = connection.send(operation.method, url, content, headers, timeout)
    if reply is None:
        raise Unavailable(operation.service)
    return reply


def _token(request: HttpRequest | None) -> str:
    shopper = getattr(request, "shopper", None)
    if not shopper:
        raise Refusal(Problem(type="not-signed-in", title="Please sign in", status=401))
    return str(shopper.token)


def _url(operation: AnyOperation, path: object, query: object) -> str:
    """Return the URL of a call. Path values are checked against the contract, so that none reaches another route."""
    try:
        values = msgspec.to_builtins(msgspec.convert(msgspec.to_builtins(path or {}), operation.path))
    except msgspec.ValidationError:
        raise Refusal(Problem(type="not-found", title="There is nothing here", status=404)) from None
    address = operation.template.format(**{name: quote(str(value), safe="") for name, value in values.items()})
    parameters = {name: value for name, value in msgspec.to_builtins(query or {}).items() if value is not None}
    return f"{outputs().shop.api_url}{address}{'?' + urlencode(parameters) if parameters else ''}"


def _reply(operation: Operation[Path, Query, Body, Reply], reply: "Response") -> Reply:
    if reply.status_code in (408, 429) or reply.status_code >= 500:
        raise Unavailable(operation.service)
    if reply.status_code >= 400:
        raise Refusal(_problem(reply))
    if operation.reply is Empty:
        return operation.reply()
    try:
        return msgspec.json.decode(reply.content, type=operation.reply)
    except msgspec.MsgspecError:
        raise Unavailable(operation.service) from None


def _problem(reply: "Response") -> Problem:
    """Return the reply's problem; API Gateway's own refusals, such as of an expired token, are no problem documents."""
    try:
        return msgspec.json.decode(reply.content, type=Problem)
    except msgspec.MsgspecError:
        kind = {401: "not-signed-in", 403: "forbidden", 404: "not-found", 413: "too-large"}.get(
            reply.status_code, "refused"
        )
        return Problem(type=kind, title=reply.reason or "Refused", status=reply.status_code)
