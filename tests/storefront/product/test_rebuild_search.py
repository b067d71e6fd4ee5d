"""`manage.py rebuild_search`."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from backend.contracts.operation import Operation
from backend.contracts.problem import Problem
from backend.contracts.search.operations import REBUILD_INDEX
from storefront.account.cli_login import NotSignedIn
from storefront.clients import api
from storefront.search.management.commands import rebuild_search

NOT_STAFF = Problem(type="not-staff", title="This is for the shop's staff", status=403)


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_search, "access_token", lambda: "staff-token")


def test_it_asks_as_staff(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[tuple[Operation, Any]] = []
    monkeypatch.setattr(api, "call", lambda operation, **request: asked.append((operation, request)))
    call_command("rebuild_search")
    assert asked == [(REBUILD_INDEX, {"token": "staff-token"})]
    assert "made anew" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (api.Refusal(NOT_STAFF), "shop's staff"),
        (api.Unavailable("search"), "search service"),
        (NotSignedIn("Nobody signed in"), "Nobody"),
    ],
)
def test_what_went_wrong_is_one_line(monkeypatch: pytest.MonkeyPatch, error: Exception, said: str) -> None:
    def fail(operation: Operation, **request: Any) -> None:
        raise error

    monkeypatch.setattr(api, "call", fail)
    with pytest.raises(CommandError, match=said):
        call_command("rebuild_search")
