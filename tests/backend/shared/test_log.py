"""The functions' log: one JSON line per call, and no more than its level asks for."""

import json

import pytest

from backend.shared.log import logger


def test_a_value_that_is_no_json_is_still_told(capsys: pytest.CaptureFixture[str]) -> None:
    logger.info("odd", what={1})
    assert json.loads(capsys.readouterr().out) == {"level": "INFO", "message": "odd", "what": "{1}"}


def test_text_of_several_lines_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    logger.error("a\nb\u2028c")
    written = capsys.readouterr().out
    assert len(written.splitlines()) == 1
    assert json.loads(written)["message"] == "a\nb\u2028c"


def test_an_exception_is_told_once_by_name_and_trace(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise KeyError("lost")
    except KeyError:
        logger.exception("unexpected", id="7")
    said = json.loads(capsys.readouterr().out)
    assert (said["level"], said["message"], said["id"], said["exception_name"]) == ("ERROR", "unexpected", "7", "KeyError")
    assert said["exception"].count("KeyError: 'lost'") == 1


def test_what_is_below_the_functions_level_is_not_written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_LOG_LEVEL", "WARN")
    logger.info("done")
    assert capsys.readouterr().out == ""
    logger.error("broken")
    assert json.loads(capsys.readouterr().out)["message"] == "broken"
