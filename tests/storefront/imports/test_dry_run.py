"""A dry run tells what the run does: the same products, the same refusals, the same words.

Asked is the product service itself.
"""

import io
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.shared import aws
from storefront.clients import api
from storefront.imports import stock, upsert
from storefront.imports.catalogue import open_catalogue
from storefront.imports.report import ReportKind, ReportLine
from storefront.imports.run import Import, Summary
from tests.backend.conftest import cloud, service_table  # noqa: F401 - fixtures
from tests.storefront.imports.real import RealShop

HEAD = "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Compare At Price\n"
WOO = "ID,Type,SKU,Name,Published,Regular price,Categories\n"
THERE = f"{HEAD}there,There,Things,Size,S,T-1,5,\nthere,,,,M,T-2,5,\nother,Other,Things,,,O-1,7,\n"
"""What the shop has before."""

FILES = {
    "another product's SKU": f"{HEAD}new,New,Things,,,T-1,5,\n",
    "another product's SKU and one of its own": f"{HEAD}new,New,Things,Size,S,N-1,5,\nnew,,,,M,T-2,5,\n",
    "a SKU twice in the file": f"{HEAD}a,A,Things,,,X-1,5,\nb,B,Things,,,X-1,5,\nc,C,Things,,,X-2,5,\n",
    "a SKU that an earlier product gives up": f"{HEAD}there,There,Things,Size,S,T-1,5,\nnew,New,Things,,,T-2,5,\n",
    "a SKU that a later product gives up": f"{HEAD}new,New,Things,,,T-2,5,\nthere,There,Things,Size,S,T-1,5,\n",
    "a SKU that an earlier, refused product would give up": f"{HEAD}there,There,☕,Size,S,T-1,5,\nnew,New,Things,,,T-2,5,\n",
    "two products change SKUs": f"{HEAD}there,There,Things,,,O-1,5,\nother,Other,Things,,,T-1,7,\n",
    "a chain": f"{HEAD}other,Other,Things,,,O-2,7,\nthere,There,Things,,,O-1,5,\nnew,New,Things,,,T-1,5,\n",
    "a category without a letter": f"{HEAD}a,A,☕,,,X-1,5,\nb,B,Things > !!,,,X-2,5,\n",
    "categories in other scripts": f"{WOO}1,simple,,Глечик,1,5,Посуд > Глечики\n2,simple,,青い,1,5,食器\n3,simple,,Ørken,1,5,Samples\n",
    "another currency": "id\ttitle\tprice\nA\tMug\t3 USD\nB\tBowl\t3 EUR\n",
    "twins by case": f"{HEAD}a,A,Things,Size,s,X-1,5,\na,,,,S,X-2,5,\n",
    "unchanged and changed": f"{HEAD}there,There,Things,Size,S,T-1,5,\nthere,,,,M,T-2,5,\nother,Other,Things,,,O-1,8,\n",
    "names without SKUs that are the same": f"{WOO}1,simple,,Cup,1,5,Things\n2,simple,,Cup,1,6,Things\n",
    "a category deeper than can be": f"{HEAD}a,A,{' > '.join('abcdefghij')},,,X-1,5,\n",
    "a price of 0": f"{HEAD}there,There,Things,Size,S,T-1,0,\nthere,,,,M,T-2,5,\nnew,New,Things,,,N-1,0.00,\n",
    "a path too long": f"{HEAD}a,A,{'x' * 180} > {'y' * 180},,,X-1,5,\n",
}


@pytest.fixture(scope="module", autouse=True)
def _own_clients() -> Iterator[None]:
    """A client takes a tenth of a second to make: one for this file, and none that knows another cloud."""
    aws.client.cache_clear()
    yield
    aws.client.cache_clear()


@pytest.fixture
def shop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> RealShop:
    request.getfixturevalue("service_table")("product")
    made = RealShop()
    monkeypatch.setattr(api, "call", made.call)
    for module in (upsert, stock):
        monkeypatch.setattr(module, "access_token", lambda: "staff-token")
    run(THERE)
    made.writes = 0
    return made


def run(content: str, *, dry: bool = False, free: bool = False) -> tuple[Summary, list[ReportLine]]:
    """What an import comes to, and all that it tells beside what would change."""
    lines_printed: list[ReportLine] = []
    with open_catalogue(io.BytesIO(content.encode())) as catalogue:
        summary = Import(lines_printed.append, dry=dry, free=free, before=catalogue.before).run(catalogue)
    return summary, [each for each in lines_printed if each.what not in (ReportKind.CREATED, ReportKind.CHANGED)]


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_the_run_does_what_the_dry_run_announced(shop: RealShop, content: str) -> None:
    looked, foretold = run(content, dry=True)
    assert shop.writes == 0
    done, lines_printed = run(content)
    assert foretold == lines_printed
    assert (looked.done, looked.bad, looked.skipped) == (done.done, done.bad, done.skipped)


SKUS = st.sampled_from(("T-1", "T-2", "O-1", "N-1", "N-2", "a b", "A+1", "A-1", ""))
ROW = st.tuples(
    st.sampled_from(("there", "other", "new", "Ørken", "rken", "чай")),
    SKUS,
    st.sampled_from(("Things", "☕", "Чай", "Tea чай")),
)


@given(st.lists(ROW, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_products_is_foretold(shop: RealShop, rows: list[tuple[str, str, str]]) -> None:
    run(THERE)
    content = HEAD + "".join(
        f"{handle},{handle},{kind},No.,{n},{sku},5,\n" for n, (handle, sku, kind) in enumerate(rows)
    )
    looked, foretold = run(content, dry=True)
    done, lines_printed = run(content)
    assert foretold == lines_printed
    assert (looked.done, looked.bad) == (done.done, done.bad)


def test_a_sku_that_two_products_of_the_file_share_is_reported_with_both_names(shop: RealShop) -> None:
    _, lines_printed = run(FILES["a SKU twice in the file"], dry=True)
    assert [str(each) for each in lines_printed] == [
        "line 2: a refused: the SKU X-1 is also that of b (line 3): each product needs SKUs of its own",
        "line 3: b refused: the SKU X-1 is also that of a (line 2): each product needs SKUs of its own",
    ]


def test_products_and_categories_in_other_scripts_have_addresses_of_their_own_that_stay(shop: RealShop) -> None:
    content = FILES["categories in other scripts"]
    for _ in range(2):
        summary, lines_printed = run(content)
        assert lines_printed == []
    assert summary.done["unchanged"] == 3
    paths = [
        shop.call(upsert.GET_PRODUCT, path={"product_id": id}).category_path for id in ("glechik", "qingi", "orken")
    ]
    assert paths == ["posud/glechiki", "shiqi", "samples"]


def test_a_product_from_before_the_one_rule_for_addresses_keeps_its_own(shop: RealShop) -> None:
    run(f"{HEAD}rken,Ørken,Samples,,,RKEN,5,\n")
    content = f"{WOO}3,simple,,Ørken,1,6,Samples\n"
    looked, foretold = run(content, dry=True)
    done, lines_printed = run(content)
    assert (looked.done, foretold) == (done.done, lines_printed)
    assert done.done["changed"] == 1
    assert [str(each) for each in lines_printed] == [
        "line 2: rken: it keeps its address; a new product would be at orken"
    ]
    product = shop.call(upsert.GET_PRODUCT, path={"product_id": "rken"})
    assert [(each.sku, each.price) for each in product.variants] == [("RKEN", 600)]


def test_a_price_of_0_is_refused_unless_intended_and_then_reported(shop: RealShop) -> None:
    content = FILES["a price of 0"]
    refused, lines_printed = run(content)
    assert (refused.bad, sum(refused.done.values())) == (2, 0)
    assert all(
        "costs nothing" in each.why and "say --free (the field Given away)" in each.why for each in lines_printed
    )
    looked, foretold = run(content, dry=True, free=True)
    done, lines_printed = run(content, free=True)
    assert (looked.done, foretold, done.bad) == (done.done, lines_printed, 0)
    assert [str(each) for each in lines_printed] == [
        "line 2: there: T-1 costs 0: it is given away",
        "line 4: new: N-1 costs 0: it is given away",
    ]
    again, _ = run(content)
    assert (again.bad, again.done["unchanged"]) == (0, 2)  # what costs 0 already is not asked about again
