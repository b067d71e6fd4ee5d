"""Words that mean the same. What goes wrong comes first."""

import pytest
from django.test import Client

from backend.contracts.search.models import MAX_SYNONYM_GROUPS, MAX_SYNONYMS, Synonyms
from tests.storefront.reading import text
from tests.storefront.service import Service

PAGE = "/staff/synonyms/"
TYPED = "poster, print\nmug ,  cup,mug\n\n"


def test_the_loser_of_a_race_keeps_what_was_typed_and_sees_the_present_state(worker: Client, service: Service) -> None:
    service.synonyms = Synonyms(groups=(("sofa", "couch"),), version=4)
    response = worker.post(PAGE, {"groups": TYPED, "version": "3"})
    assert response.status_code == 409
    for part in ("Somebody else has changed the synonyms", "sofa, couch", "poster, print"):
        assert part in text(response), part
    assert service.synonyms.groups == (("sofa", "couch"),)
    assert 'name="version" value="4"' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("poster, print\nmug", "Line 2: “mug” stands alone"),
        (",".join(map(str, range(MAX_SYNONYMS + 1))), f"the limit is {MAX_SYNONYMS}"),
        ("a, b\n" * (MAX_SYNONYM_GROUPS + 1), f"the limit is {MAX_SYNONYM_GROUPS}"),
        ("<b>x", "stands alone"),
    ],
)
def test_what_is_no_group_is_refused_in_words(worker: Client, service: Service, typed: str, said: str) -> None:
    response = worker.post(PAGE, {"groups": typed, "version": "0"})
    assert response.status_code == 422
    assert said in text(response)
    assert "<b>x" not in response.content.decode()
    assert "put_synonyms" not in service.calls


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 400])
def test_a_version_that_was_never_seen_is_an_old_one(worker: Client, service: Service, version: str) -> None:
    assert worker.post(PAGE, {"groups": TYPED, "version": version}).status_code == 409


def test_groups_are_kept_without_repeats_and_come_back_as_they_are_typed(worker: Client, service: Service) -> None:
    assert worker.post(PAGE, {"groups": TYPED, "version": "0"}).status_code == 303
    assert service.synonyms == Synonyms(groups=(("poster", "print"), ("mug", "cup")), version=1)
    page = worker.get(PAGE)
    assert "2 groups saved" in text(page)
    assert "poster, print mug, cup" in text(page)


def test_taking_all_away_is_possible(worker: Client, service: Service) -> None:
    service.synonyms = Synonyms(groups=(("sofa", "couch"),), version=4)
    assert worker.post(PAGE, {"groups": "", "version": "4"}).status_code == 303
    assert service.synonyms.groups == ()
