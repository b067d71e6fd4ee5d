"""How the log looks where it is read."""

import json
import logging
import sys
from typing import Any

import pytest

from storefront.log import configure


def written(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    """A line as the configured formatter writes it."""
    configurations: list[dict[str, Any]] = []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setattr(logging.config, "dictConfig", configurations.append)
    configure({"level": "INFO"})
    kind = configurations[0]["formatters"]["lines"]
    formatter = kind.pop("()")(**kind)
    return str(formatter.format(logging.LogRecord("storefront", logging.ERROR, __file__, 1, "the press %s", ("jams",), None)))


def test_a_program_reads_one_json_object_per_line(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.loads(written(monkeypatch, terminal=False))
    assert (line["event"], line["level"], line["logger"]) == ("the press jams", "error", "storefront")


def test_a_person_at_a_terminal_reads_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(monkeypatch, terminal=True).endswith("[error] the press jams [storefront]")
