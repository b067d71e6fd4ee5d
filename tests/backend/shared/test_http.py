"""The HTTP handler: every mistake gets a clear answer, every fault one that says nothing."""

import base64
import enum
import json
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ParamValidationError, ReadTimeoutError

from backend.contracts.operation import Caller, Operation
from backend.contracts.problem import Refused
from backend.shared.http import Request, http_handler, route
from backend.shared.request_body import MAX_BODY_BYTES
from infra.sizing import LOG_LEVEL
from tests.backend.events import http, said, token
from tests.backend.lambda_log import kept_lines


class Colour(enum.StrEnum):
    RED = "red"


class Path(msgspec.Struct, frozen=True):
    thing: Annotated[str, msgspec.Meta(pattern="^[a-z]+$", max_length=9)]


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    limit: Annotated[int, msgspec.Meta(ge=1, le=9)] = 5
    most: int | None = None
    colour: Colour | None = None


class Inner(msgspec.Struct, frozen=True):
    """Tolerant, as shapes inside bodies are: what it does not know is skipped, which must be safe too."""

    price: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    quantity: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0
    text: Annotated[str, msgspec.Meta(pattern=r"^[^\x00]*$", max_length=50)] = ""
    inner: tuple[Inner, ...] = ()
    ratio: float = 0.0


class Reply(msgspec.Struct, frozen=True):
    text: str


READ = Operation(
    name="read",
    service="x",
    route="GET /things/{thing}",
    caller=Caller.PUBLIC,
    summary="",
    path=Path,
    query=Query,
    reply=Reply,
)
WRITE = Operation(
    name="write",
    service="x",
    route="POST /things",
    caller=Caller.SHOPPER,
    summary="",
    body=Body,
    reply=Reply,
    status=201,
)
RULE = Operation(name="rule", service="x", route="DELETE /things", caller=Caller.STAFF, summary="", status=204)


def ask(
    event: dict[str, Any], function: Callable[[Request[Any, Any, Any]], Any] = lambda request: Reply("done")
) -> dict[str, Any]:
    """What a handler of the three operations says, all of them doing this."""
    return http_handler(*(route(operation, function) for operation in (READ, WRITE, RULE)))(event, None)


def write(body: str | None, **more: Any) -> dict[str, Any]:
    return ask(http(WRITE, body=body, claims=token(), **more))


def raising(error: Exception) -> Callable[[Any], Any]:
    def function(request: Any) -> Any:
        raise error

    return function


def problem(reply: dict[str, Any], status: int) -> dict[str, Any]:
    """The reply's problem, which must have this status and say so itself."""
    assert reply["statusCode"] == status, reply
    assert reply["headers"]["content-type"] == "application/problem+json"
    told = said(reply)
    assert told["status"] == status
    assert told["type"]
    assert told["title"]
    return dict(told)


# Bodies

DEEP = 100_000


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "{",
        '{"quantity": NaN}',
        '{"ratio": Infinity}',
        '{"ratio": -Infinity}',
        '{"quantity": 01}',
        '{"quantity": 1,}',
        "{'quantity': 1}",
        '{"quantity": 1} x',
        '{"quantity": 1}{"quantity": 2}',
        '\ufeff{"quantity": 1}',
        '{"text": "\\ud800"}',
        '{"text": "\\udc00"}',
        '{"text": "\\ud800\\u0041"}',
        '{"text": "\ud800"}',
        '{"\\ud800": 1}',
        '{"text": "\x00"}',
        '{"text": "a\nb"}',
        '{"quantity": 1, "quantity": 2}',
        '{"quantity": 1, "quantity": 1}',
        '{"inner": [{"price": 1, "price": 2}]}',
        '{"inner": [{"x": {"y": 1, "y": 2}}]}',
        '{"inner": [{"\\ud800": 1, "\\ud800": 1}]}',
        '{"inner": [{"x": ' + "[" * DEEP + "]" * DEEP + "}]}",
        '{"inner": [{"x": ' + '{"a":' * 40_000 + "1" + "}" * 40_000 + "}]}",
        "{" + '"a":{' * 20_000,
    ],
)
def test_a_body_that_is_not_json_or_means_two_things_is_malformed(body: str) -> None:
    reply = write(body)
    assert reply["statusCode"] in (400, 422)
    assert problem(reply, reply["statusCode"])["type"] in ("malformed", "invalid")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("null", ""),
        ("[]", ""),
        ('"text"', ""),
        ("1", ""),
        ("[" * DEEP, ""),
        ('{"quantity": true}', "quantity"),
        ('{"quantity": "1"}', "quantity"),
        ('{"quantity": null}', "quantity"),
        ('{"quantity": 1.0}', "quantity"),
        ('{"quantity": 1.5}', "quantity"),
        ('{"quantity": -1}', "quantity"),
        ('{"quantity": 1000000000}', "quantity"),
        ('{"quantity": 9007199254740993}', "quantity"),
        ('{"quantity": ' + "9" * 39 + "}", "quantity"),
        ('{"quantity": ' + "9" * 5_000 + "}", "quantity"),
        ('{"quantity": 0.' + "1" * 10_000 + "}", "quantity"),
        ('{"ratio": 1e309}', "ratio"),
        ('{"quantity": 1e309}', "quantity"),
        ('{"text": "\\u0000"}', "text"),
        ('{"text": "' + "a" * 51 + '"}', "text"),
        ('{"is_admin": true}', "is_admin"),
        ('{"quantity": ' + "[" * DEEP + "}", "quantity"),
        ('{"inner": [{}, {"price": 100}]}', "inner[1].price"),
        ('{"inner": {"price": 1}}', "inner"),
    ],
)
def test_a_body_of_the_wrong_shape_is_refused_with_the_field(body: str, field: str) -> None:
    (error,) = problem(write(body), 422)["errors"]
    assert error["field"] == field
    assert error["message"]


@pytest.mark.parametrize(
    "raw",
    [
        b'{"text": "\xff"}',
        b'{"text": "\xc0\x80"}',
        b'{"text": "\xed\xa0\x80"}',
        b'{"inner": [{"x": "\xf8"}]}',
        b"\xff\xfe{",
    ],
)
def test_bytes_that_are_not_utf_8_are_malformed(raw: bytes) -> None:
    problem(write(base64.b64encode(raw).decode(), base64=True), 400)


@pytest.mark.parametrize("raw", ["%%%", "e", "e30", "é", "e30=\n", "\ud800"])
def test_a_body_that_is_not_base64_is_malformed(raw: str) -> None:
    problem(write(raw, base64=True), 400)


def test_a_huge_number_where_nobody_looks_does_no_harm() -> None:
    assert write('{"inner": [{"x": ' + "9" * 5_000 + "}]}")["statusCode"] == 201


def test_a_strangers_field_name_comes_back_short_and_printable() -> None:
    told = problem(
        write('{"inner": [{"' + "\\ud800" + "x" * 5_000 + '": 1, "' + "\\ud800" + "x" * 5_000 + '": 1}]}'), 400
    )
    assert all(len(error["field"]) <= 100 for error in told.get("errors", ()))


def test_a_body_may_be_as_large_as_allowed_and_no_larger() -> None:
    whole = '{"inner": [' + ", ".join(["{}"] * 1000) + "]}"
    assert write(whole + " " * (MAX_BODY_BYTES - len(whole)))["statusCode"] == 201
    assert "bytes" in problem(write(whole + " " * (MAX_BODY_BYTES + 1 - len(whole))), 413)["detail"]


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)
def test_a_body_without_the_media_type_of_json_is_refused(kind: str) -> None:
    problem(write("{}", headers={"content-type": kind}), 415)


def test_a_body_without_any_headers_is_refused() -> None:
    event = http(WRITE, body="{}", claims=token())
    del event["headers"]
    problem(ask(event), 415)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_json_is_taken_however_it_is_spelled(kind: str) -> None:
    assert write("{}", headers={"content-type": kind})["statusCode"] == 201


def test_a_base64_body_is_read_as_any_other() -> None:
    event = http(WRITE, body=base64.b64encode('{"text": "é"}'.encode()).decode(), base64=True, claims=token())
    assert said(ask(event, lambda request: Reply(request.body.text))) == {"text": "é"}


# Paths and queries


@pytest.mark.parametrize("thing", ["..%2f", "../x", "A", "", "a" * 10, "a\x00", "\ud800", "a\r\nb"])
def test_a_path_that_names_nothing_possible_is_not_found(thing: str) -> None:
    problem(ask(http(READ, path={"thing": thing})), 404)


def test_a_path_that_is_missing_is_not_found() -> None:
    problem(ask(http(READ)), 404)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "x"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"limit": "10"}, "limit"),
        ({"limit": "1,2"}, "limit"),
        ({"limit": "9" * 5000}, "limit"),
        ({"limit": "NaN"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"colour": "blue"}, "colour"),
        ({"most": "null"}, "most"),
        ({"price": "1"}, "price"),
    ],
)
def test_an_unreadable_query_is_refused_with_the_field(query: dict[str, str], field: str) -> None:
    (error,) = problem(ask(http(READ, path={"thing": "a"}, query=query)), 400)["errors"]
    assert error["field"] == field


@pytest.mark.parametrize("query", [{"colour": "\ud800"}, {"\ud800": "1"}])
def test_half_a_character_in_a_query_cannot_be_read(query: dict[str, str]) -> None:
    problem(ask(http(READ, path={"thing": "a"}, query=query)), 400)


def test_a_request_reaches_the_function_decoded() -> None:
    seen: list[Request[Any, Any, Any]] = []

    def function(request: Request[Any, Any, Any]) -> Reply:
        seen.append(request)
        return Reply("é")

    reply = ask(http(READ, path={"thing": "hat"}, query={"limit": "7", "colour": "red"}), function)
    assert (seen[0].path, seen[0].query, seen[0].shopper) == (Path("hat"), Query(limit=7, colour=Colour.RED), "")
    assert (reply["statusCode"], said(reply), reply["headers"]["content-type"]) == (
        200,
        {"text": "é"},
        "application/json",
    )


# Callers


@pytest.mark.parametrize(
    "claims",
    [
        None,
        {},
        {"sub": "5e5b"},
        {"token_use": "access"},
        token(sub=""),
        token() | {"token_use": "id"},
        token() | {"token_use": "Access"},
    ],
)
def test_without_an_access_token_of_somebody_nobody_is_signed_in(claims: dict[str, str] | None) -> None:
    assert problem(ask(http(WRITE, body="{}", claims=claims)), 401)["type"] == "not-signed-in"


def test_a_stranger_is_not_told_what_is_wrong_with_his_body() -> None:
    assert "errors" not in problem(ask(http(WRITE, body='{"quantity": -1}')), 401)


@pytest.mark.parametrize(
    "groups", ["", "[]", "[shoppers]", "[x,staff]", "[staff,x]", "[staffx]", "[xstaff x]", "[Staff]", "[[staff]]"]
)
def test_callers_who_are_not_staff_are_refused(groups: str) -> None:
    assert problem(ask(http(RULE, claims=token(groups=groups))), 403)["type"] == "not-staff"


@pytest.mark.parametrize("groups", ["[staff]", "[staff buyers]", "[buyers staff]", "staff"])
def test_staff_is_known_by_the_groups_as_the_gateway_sends_them(groups: str) -> None:
    reply = ask(http(RULE, claims=token(groups=groups)))
    assert (reply["statusCode"], reply.get("body"), "content-type" in reply["headers"]) == (204, None, False)


def test_the_shopper_is_the_tokens_subject() -> None:
    reply = ask(http(WRITE, body="{}", claims=token("abc")), lambda request: Reply(request.shopper))
    assert said(reply) == {"text": "abc"}


# Refusals and faults


def test_a_refusal_is_passed_on_unchanged() -> None:
    told = problem(
        ask(http(READ, path={"thing": "a"}), raising(Refused(409, "stale-version", "Changed", version=3))), 409
    )
    assert (told["type"], told["version"]) == ("stale-version", 3)


def client_error(code: str, status: int = 400) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": "secret"}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Query"
    )  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    "error",
    [
        client_error("ProvisionedThroughputExceededException"),
        client_error("ThrottlingException"),
        client_error("RequestLimitExceeded"),
        client_error("TransactionConflictException"),
        client_error("InternalServerError", 500),
        client_error("Anything", 503),
        ReadTimeoutError(endpoint_url="x"),
        EndpointConnectionError(endpoint_url="x"),
        Refused(503, "try-again", "Busy"),
    ],
)
def test_what_passes_by_itself_is_to_be_tried_again(error: Exception) -> None:
    reply = ask(http(READ, path={"thing": "a"}), raising(error))
    assert problem(reply, 503)["type"] == "try-again"
    assert int(reply["headers"]["retry-after"]) >= 1


@pytest.mark.parametrize(
    "error",
    [
        KeyError("secret"),
        RuntimeError("secret"),
        client_error("AccessDeniedException"),
        ParamValidationError(report="secret"),
    ],
)
def test_a_fault_tells_nothing_of_itself(error: Exception) -> None:
    reply = ask(http(READ, path={"thing": "a"}), raising(error))
    assert problem(reply, 500)["type"] == "fault"
    assert "secret" not in reply["body"]


def test_no_reply_may_be_kept_by_a_cache() -> None:
    for event in (http(READ, path={"thing": "a"}), http(READ), http(RULE, claims=token(groups="[staff]"))):
        assert ask(event)["headers"]["cache-control"] == "no-store"


def test_the_log_line_holds_neither_path_nor_body_nor_token(capsys: pytest.CaptureFixture[str]) -> None:
    ask(http(WRITE, body='{"text": "canary"}', claims=token("canary", canary="canary")))
    ask(http(READ, path={"thing": "canary"}, query={"colour": "canary"}))
    said = capsys.readouterr()
    assert "canary" not in said.out + said.err


ID = "4bf92f3577b34da6a3ce929d0e0e4736"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_line_names_the_route_the_gateways_request_and_the_page_it_goes_back_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    event = http(WRITE, body={"text": "x"}, claims=token(), headers={"X-Correlation-Id": ID})
    event["requestContext"]["requestId"] = "JKJaXmPLvHcESHA="
    ask(event, raising(KeyError("lost")))
    failed, answered = lines(capsys)
    for line in (failed, answered):
        assert (line["route"], line["request_id"], line["correlation_id"]) == ("POST /things", "JKJaXmPLvHcESHA=", ID)
    assert (failed["message"], failed["exception_name"], answered["status"]) == ("unexpected", "KeyError", 500)


@pytest.mark.parametrize("sent", ["canary", ID.upper(), f"{ID}\n", f'{ID}"', "", "0" * 31])
def test_what_is_no_correlation_id_is_not_written_down(capsys: pytest.CaptureFixture[str], sent: str) -> None:
    ask(http(WRITE, body="{", claims=token(), headers={"x-correlation-id": sent}))
    assert ["correlation_id" in line for line in lines(capsys)] == [False]


def test_lambda_keeps_what_a_door_says_of_a_fault_and_of_a_failed_call(capsys: pytest.CaptureFixture[str]) -> None:
    for error in (KeyError("lost"), client_error("AccessDeniedException")):
        ask(http(READ, path={"thing": "a"}), raising(error))
        (said,) = kept_lines(capsys.readouterr().out, LOG_LEVEL)
        assert said["level"] == "ERROR"


def test_a_read_is_recorded_only_by_the_access_log(capsys: pytest.CaptureFixture[str]) -> None:
    ask(http(READ, path={"thing": "a"}))
    assert capsys.readouterr().out == ""


def test_a_write_without_an_id_to_follow_is_recorded_only_by_the_access_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ask(http(WRITE, body={}, claims=token()))
    assert capsys.readouterr().out == ""
    ask(http(WRITE, body="{", claims=token()))
    assert [(line["level"], line["status"]) for line in lines(capsys)] == [("INFO", 400)]
