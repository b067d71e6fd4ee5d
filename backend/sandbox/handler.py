"""The sandbox's HTTP handler. It logs the route, status and time of a request, and nothing of its content."""

import re
import time
from collections.abc import Callable, Mapping

from backend.contracts.problem import Problem, Refused
from backend.sandbox import api, pages, view
from backend.sandbox.request import Event, Reply, Request, request
from backend.shared.http import problem
from backend.shared.log import logger

Function = Callable[[Request], Reply]
Refusal = Callable[[Problem], Mapping[str, object]]
_ID = r"(?P<id>aut_[A-Za-z0-9-]{1,64}_[0-9a-f]{32})"
# Programs are refused in JSON, people on a page.
ROUTES: tuple[tuple[str, str, Function, Refusal], ...] = (
    ("POST", r"/tokens", api.tokenize, problem),
    ("POST", r"/authorizations", api.authorize, problem),
    ("GET", r"/authorizations", api.find, problem),
    ("POST", rf"/authorizations/{_ID}/(?P<verb>capture|void|refund)", api.change, problem),
    ("GET", r"/card", pages.card, view.sorry),
    ("POST", r"/card", pages.card_sent, view.sorry),
    ("GET", rf"/confirm/{_ID}", pages.confirm, view.sorry),
    ("POST", rf"/confirm/{_ID}", pages.confirm_sent, view.sorry),
)
_NOTHING = Problem(type="not-found", title="There is nothing here", status=404)
_FAULT = Problem(type="fault", title="Something went wrong here", status=500)


def handler(event: Event, context: object) -> Mapping[str, object]:
    """Answer one request."""
    started = time.perf_counter()
    method, path = event["requestContext"]["http"]["method"], event["rawPath"]
    name, reply = _answer(event, method, path)
    logger.info(name, status=reply["statusCode"], ms=round((time.perf_counter() - started) * 1000, 1))
    return reply


def _answer(event: Event, method: str, path: str) -> tuple[str, Mapping[str, object]]:
    for verb, pattern, function, refusal in ROUTES:
        if verb == method and (match := re.fullmatch(pattern, path, re.ASCII)):
            return function.__name__, _call(function, refusal, event, match.groupdict())
    return "no route", problem(_NOTHING)


def _call(function: Function, refusal: Refusal, event: Event, path: dict[str, str]) -> Mapping[str, object]:
    try:
        return function(request(event, path))
    except Refused as refused:
        return refusal(refused.problem)
    except Exception:
        logger.exception("unexpected")
        return refusal(_FAULT)
