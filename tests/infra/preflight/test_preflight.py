"""The command: a line for each finding, and an exit code that stops the deploy."""

import re
from typing import Any

import pytest

from infra.local.paths import ROOT
from infra.preflight import __main__ as preflight
from infra.preflight.finding import Finding, Level
from tests.infra.preflight.stubs import ACCOUNT, StubbedSession
from tests.infra.template import Template, stage_file


def arguments(context: dict[str, str]) -> list[str]:
    return [part for name, value in context.items() for part in ("-c", f"{name}={value}")]


def answering(monkeypatch: pytest.MonkeyPatch, account: str) -> StubbedSession:
    session = StubbedSession()
    session.answers("sts", "get_caller_identity", {"Account": account})
    monkeypatch.setattr(preflight.account, "session", lambda config: session)
    return session


def test_the_wrong_account_stops_before_anything_else_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session = answering(monkeypatch, "999900001111")
    assert preflight.main(arguments(stage_file())) == 1
    assert re.fullmatch(r"stop  account [^\n]*999900001111[^\n]*\n", capsys.readouterr().out)
    assert [service for service, _ in session.asked] == ["sts"]


@pytest.mark.parametrize(("levels", "exits"), [([Level.OK, Level.NOTE], 0), ([Level.STOP, Level.OK], 1)])
def test_one_finding_that_stops_is_enough_and_a_note_is_not(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    template: Template,
    levels: list[Level],
    exits: int,
) -> None:
    def check(target: Any) -> list[Finding]:
        return [Finding(level, "this", "words\nof two lines") for level in levels]

    answering(monkeypatch, ACCOUNT)
    monkeypatch.setattr(preflight, "CHECKS", (check,))
    monkeypatch.setattr(preflight, "assembly", lambda context: template.folder)
    assert preflight.main(arguments(stage_file("trial"))) == exits
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("ok    account      Halftone-trial goes to")
    assert said[1:] == [f"{level:<5} this         words of two lines" for level in levels]


def test_make_deploy_looks_first() -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\ndeploy:")[2].partition("\n\n")[0]
    assert recipe.index("infra.preflight") < recipe.index("$(CDK) deploy")
