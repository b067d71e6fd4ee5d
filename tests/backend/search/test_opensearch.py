"""The engine beside the functions, against a small double of OpenSearch's HTTP API: the same questions get the same
answers."""

from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.product.models import Option, Variant
from backend.contracts.product.translations import LocalOption, LocalTitle, LocalValue, Translation
from backend.contracts.review.events import RatingChanged
from backend.contracts.review.models import Rating
from backend.contracts.search.models import INDEX_ALIAS, SearchPage, SearchQuery, SearchSort, SetSynonyms, filters
from backend.contracts.types import Language
from backend.search import builder, engine, synonyms
from backend.search.changelog import changelog
from backend.search.changelog.build_requests import BuildRequest
from backend.search.domain import Entry, IndexUnavailable
from backend.search.opensearch import client, opensearch_engine
from backend.search.sqlite import suggestions
from backend.search.sqlite.local_index import open_latest
from tests.backend.search.asked import ASKED
from tests.backend.search.domain_double import Domain, serve
from tests.backend.search.news import hear, product_changed, search_index, stock, withdrawn
from tests.backend.search.test_sorting import IN_ORDER, named_products

pytestmark = pytest.mark.usefixtures("own_copies")


@pytest.fixture(autouse=True)
def domain(monkeypatch: pytest.MonkeyPatch) -> Iterator[Domain]:
    """A domain that is the functions' engine."""
    made = Domain()
    server = serve(made)
    monkeypatch.setenv("OPENSEARCH", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setattr(engine, "apply_entry", opensearch_engine.apply_entry)
    for name in ("compact", "is_searchable", "rebuild"):
        monkeypatch.setattr(builder, name, getattr(opensearch_engine, name))
    monkeypatch.setattr(opensearch_engine, "_groups", (float("-inf"), ()))
    client._signer.cache_clear()
    yield made
    client._signer.cache_clear()
    server.shutdown()
    server.server_close()


def woken(wish: BuildRequest) -> None:
    builder.handler({"Records": [{"dynamodb": {"NewImage": {"wanted": {"S": wish}}}}]}, None)


def search_page(**query: Any) -> SearchPage:
    return opensearch_engine.search(SearchQuery(**query))


def catalogue() -> None:
    """Twelve products with sizes, brands, prices, stock and categories in all mixtures."""
    sizes = ("A2", "A3", "A4")
    for number in range(12):
        size = sizes[number % 3]
        options = (Option(name="Size", values=(size, "A5") if number % 4 == 0 else (size,)),)
        variants = tuple(
            Variant(sku=f"p{number}-{value}", values=(value,), price=1000 + 100 * number + 350 * place)
            for place, value in enumerate(options[0].values)
        )
        brand = ("Halftone", "Other Press", "")[number % 3 if number % 2 else 0]
        title = f"{('Harbour', 'Orbit', 'Reef')[number % 3]} print {number}"
        local = (Translation(language="de", title=f"{('Zeh', 'äpfel', 'Öl', '')[number % 4]} {number % 3}".strip()),)
        hear(
            product_changed(
                f"p{number}", title=title, brand=brand, options=options, variants=variants, rank=number % 5,
                translations=local if number % 5 else (),
            )
        )  # fmt: skip
        if number % 5 == 1:
            hear(StockChanged(sku=f"p{number}-{size}", version=1, level=Level.BACK_ORDER, back_on="2999-12-10"))
        else:
            hear(stock(f"p{number}-{size}", level=Level.SOLD_OUT if number % 5 == 0 else Level.IN_STOCK))
        if number % 3:
            hear(RatingChanged(product_id=f"p{number}", version=1, rating=Rating(count=2, sum=2 + number % 9)))


def test_without_an_index_there_is_no_answer_but_one_is_requested() -> None:
    hear(product_changed())
    with pytest.raises(IndexUnavailable):
        search_page()
    assert not opensearch_engine.is_searchable()
    woken(BuildRequest.REPAIR)
    assert search_page().total == 1


def test_published_products_are_found_and_withdrawn_ones_are_not() -> None:
    woken(BuildRequest.REBUILD)
    hear(product_changed(), product_changed("reef", title="Reef"), stock(level=Level.LOW))
    assert {hit.id: hit.level for hit in search_page().items} == {"harbour": Level.LOW, "reef": None}
    hear(withdrawn())
    assert [hit.id for hit in search_page().items] == ["reef"]


def test_products_are_found_and_sorted_by_their_reviews() -> None:
    woken(BuildRequest.REBUILD)
    ratings = {"many": (40, 184), "one": (1, 5), "bad": (30, 45)}
    hear(*(product_changed(name, title=name) for name in (*ratings, "none")))
    hear(
        *(
            RatingChanged(product_id=name, version=1, rating=Rating(count=count, sum=total))
            for name, (count, total) in ratings.items()
        )
    )
    assert [hit.id for hit in search_page(sort=SearchSort.BEST_RATED).items] == ["many", "one", "bad", "none"]
    assert sorted(hit.id for hit in search_page(filters=filters({"rating": ["4"]})).items) == ["many", "one"]
    (stars,) = [facet for facet in search_page().facets if facet.name == "rating"]
    assert {value.value: value.title for value in stars.values} == {"3": "3 stars and more", "4": "4 stars and more"}


def test_a_late_document_never_replaces_a_newer_one(domain: Domain) -> None:
    woken(BuildRequest.REBUILD)
    hear(product_changed(version=1, title="Older"))
    hear(product_changed(version=2, title="Newer"))
    entries, _ = changelog.since(0)
    for seq, entry in reversed(entries):
        opensearch_engine.apply_entry(entry, seq)
    assert search_page().items[0].title == "Newer"


def test_what_the_domain_does_not_take_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    woken(BuildRequest.REBUILD)
    monkeypatch.setenv("OPENSEARCH", "http://127.0.0.1:1")
    assert hear(product_changed()) == 1


def test_a_domain_that_does_not_answer_is_a_503(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENSEARCH", "http://127.0.0.1:1")
    with pytest.raises(Refused) as refused:
        search_page(q="print")
    assert refused.value.problem.status == 503


def test_a_rebuild_moves_from_one_index_to_the_other_and_keeps_what_is_logged_meanwhile(
    domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken(BuildRequest.REBUILD)
    hear(product_changed(), product_changed("reef", title="Reef"))
    real, rivals = opensearch_engine._catch_up, [product_changed("late", title="Late")]

    def caught_up(slot: str, seq: int) -> int:
        reached = real(slot, seq)
        if rivals:
            hear(rivals.pop(), withdrawn("reef"))
        return reached

    monkeypatch.setattr(opensearch_engine, "_catch_up", caught_up)
    woken(BuildRequest.REBUILD)
    assert domain.aliases == {INDEX_ALIAS: "products-b"}
    assert sorted(hit.id for hit in search_page().items) == ["harbour", "late"]


def test_the_log_is_cut_once_the_domain_has_it() -> None:
    woken(BuildRequest.REBUILD)
    hear(product_changed())
    opensearch_engine.compact()
    hear(product_changed("reef"))
    opensearch_engine.compact()
    assert [seq for seq, _ in changelog.since(0)[0]] == [2]
    assert search_page().total == 2


def test_every_call_is_signed_by_the_functions_role_and_for_the_domain(domain: Domain) -> None:
    woken(BuildRequest.REBUILD)
    search_page(q="print")
    assert domain.requests
    for _, _, headers in domain.requests:
        assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=")
        assert "/us-east-1/es/aws4_request" in headers["authorization"]


def test_each_function_sends_only_the_requests_that_its_role_allows(domain: Domain) -> None:
    def of(work: Callable[[], object]) -> set[str]:
        domain.requests.clear()
        work()
        return {f"{method.title()} {path.partition('?')[0].lstrip('/')}" for method, path, _ in domain.requests}

    fills = (
        of(
            lambda: [
                hear(product_changed()),
                *map(woken, (BuildRequest.REBUILD, BuildRequest.REBUILD, BuildRequest.REPAIR)),
            ]
        )
        - ASKED["Consumer"]
    )
    assert fills == ASKED["Builder"]
    assert of(lambda: hear(product_changed("reef"), withdrawn())) == ASKED["Consumer"]
    assert (
        of(lambda: [search_page(q="reef"), search_page(q="nothing"), opensearch_engine.suggest("re")])
        == ASKED["Handler"]
    )


def test_a_misspelt_query_is_answered_by_the_nearest_words() -> None:
    woken(BuildRequest.REBUILD)
    catalogue()
    page = search_page(q="harbuor print")
    assert page.corrected == "harbour print"
    assert page.total == search_page(q="harbour print").total == 4


def test_a_page_is_answered_by_words_that_titles_in_its_language_have() -> None:
    woken(BuildRequest.REBUILD)
    for number in range(3):
        hear(product_changed(f"moon-{number}", title="Moon", translations=(Translation(language="de", title="Mond"),)))
    for language, word in (("de", "mond"), ("en", "moon"), (None, "moon")):
        assert search_page(q="moond", language=language).corrected == word
        assert search_page(q="moond xylophone", language=language).suggestions == (word,)
    assert opensearch_engine.suggest("moond", "de").corrections == ("mond",)
    assert opensearch_engine.suggest("moond", "fr").corrections == ("moon",)
    assert opensearch_engine.suggest("moond").corrections == ("moon",)


def test_an_empty_result_suggests_the_nearest_words_and_popular_products() -> None:
    woken(BuildRequest.REBUILD)
    catalogue()
    page = search_page(q="xylophone")
    assert (page.total, page.items, page.corrected) == (0, (), "")
    assert len(page.popular) == 8


def test_a_title_is_found_without_its_spaces_and_by_its_synonyms() -> None:
    woken(BuildRequest.REBUILD)
    hear(product_changed(title="Harbour at dusk"))
    assert search_page(q="harbouratdusk").total == 1
    assert search_page(q="port at dusk").items == ()
    synonyms.put(SetSynonyms(groups=(("harbour", "port"),), version=0))
    opensearch_engine._groups = (float("-inf"), ())
    assert search_page(q="port at dusk").total == 1


def test_suggestions_begin_with_what_was_typed() -> None:
    woken(BuildRequest.REBUILD)
    catalogue()
    told = opensearch_engine.suggest("har")
    assert {hit.title.split()[0] for hit in told.products} == {"Harbour"}
    assert [brand.value for brand in opensearch_engine.suggest("half").brands] == ["Halftone"]
    assert opensearch_engine.suggest("harbuor").corrections == ("harbour",)
    assert opensearch_engine.suggest(" ").products == ()


CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        "size": st.sets(st.sampled_from(["A2", "A3", "A4", "A5", "none"]), min_size=1),
        "brand": st.sets(st.sampled_from(["Halftone", "Other Press"]), min_size=1),
        "rating": st.sets(st.sampled_from(["3", "4", "4 stars and more", "5"]), min_size=1),
        "odd [name]>": st.sets(st.just("x"), min_size=1),
        "prices": st.sets(st.just("x"), min_size=1),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    CHOSEN,
    st.booleans(),
    st.none() | st.integers(900, 2200),
    st.none() | st.integers(900, 2200),
    st.sampled_from(SearchSort),
    st.booleans(),
    st.sampled_from((None, *get_args(Language))),
)
def test_lists_facets_and_prices_are_those_of_the_embedded_index(
    values: dict[str, set[str]],
    in_stock: bool,
    least: int | None,
    most: int | None,
    sort: SearchSort,
    below: bool,
    language: Language | None,
) -> None:
    if not changelog.head().seq:
        woken(BuildRequest.REBUILD)
        catalogue()
    query: dict[str, Any] = {
        "filters": filters(values), "in_stock": in_stock, "price_min": least, "price_max": most, "sort": sort, "limit": 5,
        "category": "prints" if below else None, "language": language,
    }  # fmt: skip
    there, here = search_page(**query), search_index(**query)
    assert there.items == here.items
    assert (there.total, there.in_stock, there.prices) == (here.total, here.in_stock, here.prices)
    assert [(facet.name, facet.values) for facet in there.facets] == [
        (facet.name, facet.values) for facet in here.facets
    ]
    for facet, other in zip(
        there.facets, here.facets, strict=True
    ):  # of a facet none of whose values is known, only the name is
        assert facet.title in (other.title, facet.name)
        assert facet.title == other.title or not any(value.count for value in facet.values)


def test_an_index_of_an_earlier_version_is_rebuilt_from_the_log(domain: Domain) -> None:
    woken(BuildRequest.REBUILD)
    hear(product_changed())
    domain.aliases = {"products": domain.aliases[INDEX_ALIAS]}
    with pytest.raises(IndexUnavailable):
        search_page()
    domain.aliases.clear()  # the double asks one alias alone
    woken(BuildRequest.REPAIR)
    assert search_page(price_min=3900, price_max=3900).items == search_index(price_min=3900, price_max=3900).items != ()


def test_chosen_values_are_returned_with_their_titles_even_if_nothing_matches() -> None:
    woken(BuildRequest.REBUILD)
    catalogue()
    chosen = filters({"size": ["A3", "none"], "brand": ["Halftone"], "colour": ["red"]})
    for query in ({"filters": chosen, "price_max": 1}, {"filters": chosen, "q": "xylophone"}):
        told = {facet.name: facet for facet in search_page(**query).facets}
        assert {name: [(value.title, value.count) for value in facet.values if value.selected] for name, facet in told.items()} == {
            "brand": [("Halftone", 0)], "colour": [("red", 0)], "size": [("A3", 0), ("none", 0)],
        }  # fmt: skip
        assert told["size"].title == "Size"


def test_facets_have_their_names_in_further_languages() -> None:
    woken(BuildRequest.REBUILD)
    names = LocalOption(option="Size", title="Größe", values=(LocalValue(value="A3", title="Groß"),))
    for number, texts in enumerate([(), (Translation(language="de", options=(names,)),), ()]):
        variants = (Variant(sku=f"p{number}-A3", values=("A3",), price=1000),)
        options = (Option(name="Size", values=("A3",)),)
        hear(product_changed(f"p{number}", options=options, variants=variants, translations=texts))
    size = {facet.name: facet for facet in search_page().facets}["size"]
    assert (size.title, size.titles) == ("Size", (LocalTitle(language="de", title="Größe"),))
    assert [(each.value, each.count, each.titles) for each in size.values] == [
        ("A3", 3, (LocalTitle(language="de", title="Groß"),))
    ]
    assert search_page().facets == search_index().facets


def test_a_value_has_its_name_in_each_language_though_no_product_has_them_all() -> None:
    woken(BuildRequest.REBUILD)
    german = LocalOption(option="Size", title="Größe", values=(LocalValue(value="A3", title="Groß"),))
    french = LocalOption(option="size", title="Taille", values=(LocalValue(value="a3", title="Grand"),))
    for number, (option, value, texts) in enumerate([
        ("Size", "A3", (Translation(language="de", options=(german,)),)),
        ("size", "a3", (Translation(language="fr", options=(french,)),)),
    ]):  # fmt: skip
        variants = (Variant(sku=f"p{number}-A3", values=(value,), price=1000),)
        options = (Option(name=option, values=(value,)),)
        hear(product_changed(f"p{number}", options=options, variants=variants, translations=texts))
    size = {facet.name: facet for facet in search_page().facets}["size"]
    assert [each.title for each in size.titles] == ["Größe", "Taille"]
    assert [[each.title for each in value.titles] for value in size.values] == [["Groß", "Grand"]]
    assert search_page().facets == search_index().facets


def test_nothing_is_taken_that_was_not_logged() -> None:
    opensearch_engine.apply_entry(Entry(at="2026-11-03T10:11:12.123Z"), 1)


@pytest.mark.parametrize("language", IN_ORDER)
def test_names_go_by_the_pages_language_as_in_the_functions_engine(language: Language) -> None:
    woken(BuildRequest.REBUILD)
    hear(*named_products())
    assert [hit.id for hit in search_page(sort=SearchSort.NAME, language=language).items] == IN_ORDER[language]
    assert [hit.id for hit in search_page(sort=SearchSort.NAME).items] == IN_ORDER["en"]
    q = {"sort": SearchSort.NAME, "language": language, "q": "eclair"}
    assert search_page(**q).items == search_index(**q).items


@pytest.mark.parametrize("q", ["sea", "meer", "mer", "MÉR", "drucke", "est", "print", "nothing"])
def test_categories_are_suggested_by_their_names_in_every_language_as_in_the_functions_engine(q: str) -> None:
    woken(BuildRequest.REBUILD)
    local = (
        Translation(language="de", category=("Drucke", "Meer & Küste")),
        Translation(language="fr", category=("Estampes", "Mer")),
    )
    for number, translations in enumerate((local, local[:1], ())):
        hear(product_changed(f"p{number}", title=f"Thing {number}", translations=translations))
    told = opensearch_engine.suggest(q).categories
    expected = suggestions.suggest(open_latest().connection, q).categories
    assert [(each.path, each.title) for each in told] == [(each.path, each.title) for each in expected]
    assert (told == ()) == (q == "nothing")


def test_a_category_is_a_facet_without_further_names_as_in_the_functions_engine() -> None:
    woken(BuildRequest.REBUILD)
    hear(product_changed(translations=(Translation(language="de", category=("Drucke", "Meer")),)))
    assert search_page().facets == search_index().facets


def test_what_is_on_back_order_is_not_in_stock_as_in_the_functions_engine() -> None:
    woken(BuildRequest.REBUILD)
    later = StockChanged(sku="harbour-a4", version=1, level=Level.BACK_ORDER, back_on="2999-12-10")
    hear(product_changed(), product_changed("reef"), later, stock("harbour-a3", 1, Level.SOLD_OUT), stock("reef-a4"))
    assert [hit.id for hit in search_page(in_stock=True).items] == ["reef"]
    assert search_page().in_stock == search_index().in_stock == 1
