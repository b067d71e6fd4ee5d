"""`manage.py dead_letters` before the operations service in memory. What goes wrong comes first."""

import io

import pytest
from django.core.management import CommandError, call_command

from backend.contracts.problem import Problem
from tests.storefront.lettering import STUCK, letter
from tests.storefront.service import STAFF, Service

ONE, OTHER = letter(1), letter(2, "BusUndelivered")
GONE = letter(3, "OrderUnpublished", to="", stuck=STUCK)


@pytest.fixture(autouse=True)
def staff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", f"token-of-{STAFF}")


def says(*words: str) -> str:
    """What the command writes."""
    out = io.StringIO()
    call_command("dead_letters", *words, stdout=out)
    return out.getvalue()


def refuses(*words: str) -> str:
    with pytest.raises(CommandError) as error:
        says(*words)
    return str(error.value)


@pytest.mark.parametrize("words", [("list",), ("audit",), ("redrive", "all"), ("discard", ONE.id, "--reason", "why")])
def test_while_the_service_is_down_the_page_says_what_happened_to_the_messages(
    service: Service, words: tuple[str, ...]
) -> None:
    service.down.add("operations")
    assert "still in their queue" in refuses(*words)


def test_shoppers_are_refused_in_words(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "token-of-ada-sub")
    assert refuses("list").startswith("This is for staff – whoever is signed in may not do this.")


@pytest.mark.parametrize("verb", [("show",), ("redrive",), ("discard", "--reason", "why")])
def test_a_dead_letter_in_no_queue_is_not_found(service: Service, verb: tuple[str, ...]) -> None:
    service.lettering.put(OTHER)
    assert refuses(verb[0], ONE.id, *verb[1:]) == "There is no such message."


def test_an_impossible_id_is_not_found(service: Service) -> None:
    service.lettering.put(ONE)
    assert refuses("show", "../x") == "There is no such message."
    assert "get_dead_letter" not in service.calls


def test_a_queue_that_is_not_there_is_named_beside_those_that_are(service: Service) -> None:
    assert refuses("redrive", "all", "--queue", "Nowhere").startswith(
        "There is no queue Nowhere: there are BusUndelivered, "
    )


def test_a_dead_letter_in_another_queue_is_not_touched(service: Service) -> None:
    service.lettering.put(ONE)
    assert refuses("redrive", ONE.id, "--queue", "BusUndelivered") == "There is no such message."
    assert service.lettering.redriven == []


@pytest.mark.parametrize("words", [(ONE.id,), (ONE.id, "--reason", " "), ("all", "--reason", "all of it")])
def test_nothing_is_thrown_away_without_a_reason_or_unseen(service: Service, words: tuple[str, ...]) -> None:
    service.lettering.put(ONE)
    assert refuses("discard", *words)
    assert service.lettering.deeds == []


def test_a_dead_letter_that_somebody_else_looks_at_is_busy(service: Service) -> None:
    service.lettering.put(ONE)
    service.lettering.busy.add(ONE.queue)
    assert "Somebody else looks at" in refuses("redrive", ONE.id)


def test_a_dead_letter_that_is_stuck_says_why_and_does_not_block_others(service: Service) -> None:
    service.lettering.put(GONE, letter(4, "OrderUnpublished", to="OrderRelay"))
    assert STUCK in refuses("redrive", GONE.id)
    said = says("redrive", "all")
    assert said.count("redrive  ") == said.count("stuck  ") == 1
    assert STUCK in said


def test_a_reason_that_the_service_does_not_take_is_refused_in_words(service: Service) -> None:
    service.lettering.put(ONE)
    service.refuse["discard_dead_letter"] = Problem(
        status=422, type="invalid", title="The body does not have the right shape"
    )
    assert refuses("discard", ONE.id, "--reason", "why") == "The body does not have the right shape"


@pytest.mark.parametrize(
    ("verb", "count"), [(("redrive", "all"), 2), (("redrive", ONE.id), 1), (("discard", ONE.id, "--reason", "x"), 1)]
)
def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    service: Service, verb: tuple[str, ...], count: int
) -> None:
    service.lettering.put(ONE, OTHER)
    assert says(*verb, "--dry-run").count(f"would {verb[0]}  ") == count
    assert len(service.lettering.letters) == 2
    assert service.lettering.deeds == []


def test_all_are_redriven_step_by_step(service: Service) -> None:
    service.lettering.put(*(letter(number) for number in range(5)))
    service.lettering.step = 2
    assert says("redrive", "all", "--reason", "mended").count("redrive  OrderDeadLetters") == 5
    assert service.calls.count("redrive_dead_letters") == 4
    assert {deed.why for deed in service.lettering.deeds} == {"mended"}


def test_letters_that_came_later_are_left_for_the_next_time(service: Service) -> None:
    service.lettering.put(ONE, letter(2, sent="2026-11-28T10:00:00.001Z"))
    says("redrive", "all")
    assert service.lettering.redriven == [ONE.id]


def test_a_list_names_queue_id_event_age_and_receives_and_how_many_more_there_are(service: Service) -> None:
    service.lettering.put(*(letter(number) for number in range(23)))
    said = says("list")
    assert said.count("OrderPlaced.v1") == 20
    assert "tried 6×" in said
    assert "OrderDeadLetters: 3 more" in said


def test_a_dead_letter_is_shown_harmlessly_with_its_destination(service: Service) -> None:
    service.lettering.put(ONE, GONE, letter(5, size=999_999))
    shown = says("show", ONE.id)
    assert shown.isascii() or set(shown) - set(map(chr, range(128))) == {"×"}
    assert "\\u202eParis" in shown
    assert "A redrive takes it to OrderQueue." in shown
    assert STUCK in says("show", GONE.id)
    assert "… of 999999 bytes" in says("show", letter(5).id)


def test_the_audit_log_tells_the_oldest_first_over_all_pages(service: Service) -> None:
    service.lettering.put(*(letter(number) for number in range(25)))
    says("redrive", "all")
    lines = says("audit").splitlines()
    assert [line.split()[5] for line in lines] == [letter(number).id for number in range(25)]
    assert all("staff-sub" in line for line in lines)
