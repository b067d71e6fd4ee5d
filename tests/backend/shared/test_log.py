"""The functions' log: one JSON line per call, and no more than its level asks for."""

import json

import pytest

from backend.shared.log import bind, correlation_id, log_context, logger
from tests.backend.lambda_log import kept_lines


def test_a_value_that_is_not_json_is_still_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logger.info("odd", what={1})
    said = json.loads(capsys.readouterr().out)
    assert (said["level"], said["message"], said["what"]) == ("INFO", "odd", "{1}")


def test_text_of_several_lines_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    logger.error("a\nb\u2028c")
    written = capsys.readouterr().out
    assert len(written.splitlines()) == 1
    assert json.loads(written)["message"] == "a\nb\u2028c"


def test_an_exception_is_logged_once_with_name_and_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise KeyError("lost")
    except KeyError:
        logger.exception("unexpected", id="7")
    said = json.loads(capsys.readouterr().out)
    assert (said["level"], said["message"], said["id"], said["exception_name"]) == (
        "ERROR",
        "unexpected",
        "7",
        "KeyError",
    )
    assert said["exception"].count("KeyError: 'lost'") == 1


def test_what_is_below_the_functions_level_is_not_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_LOG_LEVEL", "WARN")
    logger.info("done")
    assert capsys.readouterr().out == ""
    logger.error("broken")
    assert json.loads(capsys.readouterr().out)["message"] == "broken"


@pytest.mark.parametrize("application_level", ["INFO", "WARN", "ERROR"])
def test_lambda_keeps_an_error_whatever_the_log_level(
    capsys: pytest.CaptureFixture[str], application_level: str
) -> None:
    logger.error("broken")
    assert [line["message"] for line in kept_lines(capsys.readouterr().out, application_level)] == ["broken"]


def test_what_is_bound_is_on_each_line_until_the_block_ends(capsys: pytest.CaptureFixture[str]) -> None:
    with log_context(order_id="7", nothing=""):
        bind(step="held", correlation_id="c0")
        logger.info("inside", step="sold")
        assert correlation_id() == "c0"
        with log_context(order_id="8"):
            pass
        logger.info("still inside")
    bind(order_id="9")
    logger.info("outside")
    inside, still, outside = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (inside["order_id"], inside["step"], still["order_id"], still["step"]) == ("7", "sold", "7", "held")
    assert "nothing" not in inside
    assert outside.keys() == {"timestamp", "level", "message"}
    assert correlation_id() == ""
