"""Who gets the newsletter, for staff: counted, and as a file. What goes wrong comes first."""

import csv
import io
from email.headerregistry import Address

import pytest
from django.test import Client

from backend.contracts.newsletter.models import Subscriber
from storefront.imports.formula_injection import RUNS
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.conftest import As

PAGE, FILE = "/staff/newsletter/", "/staff/newsletter/newsletter.csv"
KEY = "0123456789abcdef" * 4


def _subscriber(email: str, language: str = "en") -> Subscriber:
    return Subscriber(email=email, language=language, confirmed_at="2026-11-20T10:00:00.000Z", key=KEY)  # type: ignore[arg-type]


@pytest.mark.parametrize("group", ["orders", "support", "read-only"])
@pytest.mark.parametrize("path", [PAGE, FILE])
def test_roles_that_do_not_send_it_see_nobody(work_as: As, service: Service, group: str, path: str) -> None:
    assert work_as(group).get(path).status_code == 403
    assert service.calls == []


def test_while_the_service_is_down_there_is_no_half_file(worker: Client, service: Service) -> None:
    service.down |= {"list_subscribers"}
    reply = worker.get(FILE)
    assert reply.status_code == 503
    assert "csv" not in reply["Content-Type"]


@pytest.mark.parametrize("email", ["=cmd@example.org", "+1@example.org", "-1+1|a!b@example.org", "'a@example.org"])
def test_nothing_in_the_file_runs_in_a_spreadsheet_and_each_address_stays_the_same(
    worker: Client, service: Service, email: str
) -> None:
    service.subscribers = [_subscriber(email)]
    (row,) = csv.DictReader(io.StringIO(worker.get(FILE).content.decode("utf-8-sig")))
    assert not row["email"].startswith(RUNS)
    read = Address(addr_spec=row["email"])
    assert f"{read.username}@{read.domain}" == email


def test_the_file_has_everybody_with_links_in_their_language(work_as: As, service: Service) -> None:
    service.subscribers = [_subscriber(f"{name}@example.org", "de") for name in ("a", "b", "c")]
    reply = work_as("catalogue").get(FILE)
    assert reply["Content-Disposition"] == 'attachment; filename="newsletter.csv"'
    assert "private" in reply["Cache-Control"] or "no-store" in reply["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [row["email"] for row in rows] == ["a@example.org", "b@example.org", "c@example.org"]
    assert rows[0]["unsubscribe_page"].endswith(f"/de/newsletter/{KEY}/")
    assert rows[0]["one_click_unsubscribe"].endswith(f"/de/newsletter/{KEY}/unsubscribe/")


def test_they_are_counted_by_language(work_as: As, service: Service) -> None:
    service.subscribers = [_subscriber("a@example.org", "de"), _subscriber("b@example.org", "de")]
    shown = text(work_as("catalogue").get(PAGE))
    assert "Deutsch 2 0 0" in shown
    assert "All 2 0 0" in shown
