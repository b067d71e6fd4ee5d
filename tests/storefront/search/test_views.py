"""The search's pages and the lists that can be narrowed down. What goes wrong comes first."""

import re
from html import unescape

import pytest
from django.test import Client

from backend.contracts.product.models import MAX_CATEGORY_DEPTH, Categories, Category, Option, Variant
from backend.contracts.search.models import MAX_PAGE
from storefront.search import list_query, results, views
from tests.storefront.product.pages import LIMIT, links, names, page
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service

HOSTILE = [
    "q=%00", "q=" + "a" * 5000, "q=%22%20OR%20*", "q=NEAR(", "q=%ED%A0%80", "q=%FF%FE", "q=%E2%80%A8x", "category=../..", "category=A",
    "f.=x", "f.size=", "f.size=%00", "f.%22=1", "f.q=1&f.page=2&f.csrf=3", "f.size=" + "%F0%9F%8E%A8" * 600,
    "&".join(f"f.size={number}" for number in range(200)), "&".join(f"f.size={number}" for number in range(400)),
    "min=1e999&max=NaN", "min=-5", "max=" + "9" * 400, "min=%D9%A3", "min=50&max=2", "stock=2",
    "page=0", "page=999999999", "page=%C2%B2", "sort=__class__",
]  # fmt: skip


@pytest.fixture
def hills(shop: Service) -> Service:
    """Three more things that have little in common."""
    cup, small = Variant(sku="MUG", values=(), price=1500), Variant(sku="GONE", values=("A4", "Unframed"), price=900)
    shop.products += [
        product("mug", "Hill Mug", category=("Cups",), category_path="cups", options=(), variants=(cup,)),
        product("gone", "Gone Hill", brand="Other", variants=(small,)),
        product("hill", "Hill", brand="Other"),
    ]
    shop.put_stock("GONE", 0)
    return shop


@pytest.mark.parametrize("path", ["/search/", "/shop/", "/shop/prints/", "/search/suggestions/"])
@pytest.mark.parametrize("query", HOSTILE)
def test_nothing_in_an_address_is_a_fault(client: Client, shop: Service, path: str, query: str) -> None:
    assert client.get(f"{path}?{query}").status_code in (200, 400, 404)


def test_what_was_searched_cannot_bring_markup(client: Client, shop: Service) -> None:
    for path in (
        "/search/?q=<b>x%22>",
        "/search/?q=print&f.brand=<b>x%22>&category=prints",
        "/search/suggestions/?q=<b>x",
    ):
        html = client.get(path).content.decode()
        assert "<b>x" not in html


def test_while_search_is_down_its_page_says_so_and_shows_the_way_on(client: Client, shop: Service) -> None:
    shop.down.add("search")
    response = client.get("/search/?q=tide")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    for part in ("Search is resting", "look for “tide”", "What others like", "Print 1"):
        assert part in text(response), part


def test_while_search_and_product_are_down_the_page_still_stands(client: Client, shop: Service) -> None:
    shop.down |= {"search", "list_products", "list_categories"}
    assert "Search is resting" in page(client, "/search/?q=tide", 503)


@pytest.mark.parametrize("fault", ["down", "empty"])
def test_without_an_index_a_list_is_the_product_services_and_says_so(
    client: Client, shop: Service, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "down":
        shop.down.add("search")
    else:
        real = shop.searching.search
        monkeypatch.setattr(shop.searching, "search", lambda _, levels, asked: real([], levels, asked))
    response = client.get("/shop/prints/")
    assert len(names(response.content.decode())) == 24
    assert "Filters are not available right now: this is the full list." in text(response)
    assert 'id="filters"' not in response.content.decode()


def test_choices_that_cannot_be_honoured_are_reported(client: Client, shop: Service) -> None:
    shop.down.add("search")
    assert "this is the full list, without the choices you made." in text(client.get("/shop/?f.size=A4"))


def test_a_page_behind_the_last_leads_back(client: Client, shop: Service) -> None:
    html = page(client, "/shop/prints/?f.size=A4&page=9", 404)
    assert 'href="/shop/prints/?f.size=A4"' in html
    assert 'href="/search/?q=print"' in page(client, "/search/?q=print&page=9", 404)


def test_nothing_found_offers_popular_things_and_categories(client: Client, shop: Service) -> None:
    response = client.get("/search/?q=zzzzqqqq")
    for part in ("No results for “zzzzqqqq”", "What others like", "Print 1"):
        assert part in text(response), part


def test_choices_that_leave_nothing_can_be_taken_away_one_by_one(client: Client, hills: Service) -> None:
    html = page(client, "/search/?q=mug&f.brand=Other&max=1")
    assert "No products match all of these" in html
    assert chips(html) == ["/search/?q=mug&max=1", "/search/?q=mug&f.brand=Other", "/search/?q=mug"]


def chips(html: str) -> list[str]:
    """The addresses behind the chips, the one that clears all last."""
    return [unescape(address) for address in re.findall(r'class="chip chip--c\w+" href="([^"]*)" rel', html)]


def ticks(html: str) -> dict[str, tuple[bool, int]]:
    """Every box: whether it is ticked, and its count."""
    found = re.findall(
        r'name="([^"]*)" value="([^"]*)"( checked)?(?: disabled)?><span>[^<]*</span><span class="tick__count number">(\d+)',
        html,
    )
    return {f"{unescape(name)}={unescape(value)}": (bool(checked), int(count)) for name, value, checked, count in found}


def test_several_values_of_a_facet_widen_and_several_facets_narrow(client: Client, hills: Service) -> None:
    everything = ticks(page(client, "/search/?q=hill"))
    assert everything["f.brand=Other"] == (False, 2)
    one = page(client, "/search/?q=hill&f.brand=Other")
    assert sorted(names(one)) == ["Gone Hill", "Hill"]
    assert ticks(one)["f.brand=Other"] == (True, 2)
    assert ticks(one)["f.brand=Tidewater"][0] is False
    assert len(names(page(client, "/search/?q=hill&f.brand=Other&f.brand=Tidewater&page=1"))) > 2
    assert names(page(client, "/search/?q=hill&f.brand=Other&f.size=A2")) == ["Hill"]


def test_what_is_in_stock_can_be_asked_for_and_what_is_sold_out_is_marked(client: Client, hills: Service) -> None:
    assert "Sold out" in text(client.get("/search/?q=hill&f.brand=Other"))
    assert names(page(client, "/search/?q=hill&f.brand=Other&stock=1")) == ["Hill"]


def test_prices_are_asked_for_as_people_write_them(client: Client, hills: Service) -> None:
    html = page(client, "/search/?q=hill&min=8,50&max=15+€")
    assert sorted(names(html)) == ["Gone Hill", "Hill Mug"]
    assert "€8.50 to €15.00" in html
    assert 'name="min" inputmode="decimal" maxlength="20" value="8.50"' in html


@pytest.mark.parametrize("typed", ["cheap", "-5", "19.9999", "1,00,000", "9" * 400])
def test_an_unreadable_price_is_reported_at_its_field_and_stays_there(
    client: Client, hills: Service, typed: str
) -> None:
    response = client.get("/search/", {"q": "hill", "max": typed, "f.brand": "Other"})
    html = response.content.decode()
    assert "Enter a price such as 19.50 or 1,299." in text(response)
    assert f'name="max" inputmode="decimal" maxlength="20" value="{typed[:20]}"' in html
    assert html.count('aria-invalid="true" aria-describedby="f-unread"') == 1
    assert sorted(names(html)) == ["Gone Hill", "Hill"]
    assert not any("max" in address for address in chips(html))


def test_a_price_is_read_as_the_page_itself_writes_it(client: Client, shop: Service) -> None:
    dear = Variant(sku="DEAR", values=(), price=129900)
    shop.products += [product("dear", "Dear Thing", options=(), variants=(dear,))]
    assert 'placeholder="€1,299.00"' in page(client, "/shop/")
    html = client.get("/shop/", {"min": "€1,299.00"}).content.decode()
    assert names(html) == ["Dear Thing"]
    assert "Write a price" not in html


def test_a_chosen_value_stays_ticked_while_nothing_has_it(client: Client, hills: Service) -> None:
    html = page(client, "/search/?q=hill&f.size=A2&f.size=A4&f.brand=Other&max=10")
    assert names(html) == ["Gone Hill"]
    assert ticks(html)["f.size=A2"] == (True, 0)
    assert 'value="A2" checked disabled' not in html


def test_choices_and_prices_stay_in_the_form_while_nothing_is_left(client: Client, hills: Service) -> None:
    html = page(client, "/search/?q=xylophone&f.size=A2&f.colour=red&f.category=cups&min=8.50&max=15")
    assert ticks(html)["f.size=A2"] == ticks(html)["f.colour=red"] == (True, 0)
    assert '<input type="hidden" name="f.category" value="cups">' in html
    assert 'name="min" inputmode="decimal" maxlength="20" value="8.50"' in html
    assert 'name="max" inputmode="decimal" maxlength="20" value="15"' in html


@pytest.mark.parametrize("value", ["50\u00a0×\u00a070", "ja\u3000ja", "two  spaces", " around "])
def test_a_value_is_found_with_whatever_spaces_a_merchant_gave_it(client: Client, shop: Service, value: str) -> None:
    variant = Variant(sku="ODD", values=(value,), price=900)
    shop.products += [product("odd", "Odd", options=(Option(name="Format", values=(value,)),), variants=(variant,))]
    html = client.get("/shop/", {"f.format": f"{value}\x00"}).content.decode()
    assert names(html) == ["Odd"]
    assert ticks(html)[f"f.format={value}"] == (True, 1)


def test_the_deepest_page_says_so_and_leads_to_none_behind_it(
    client: Client, shop: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (list_query, results):
        monkeypatch.setattr(module, "MAX_PAGE", 2)
    for path in ("/shop/?page=2", "/search/?q=print&page=2"):
        html = page(client, path)
        assert "narrow the list down to see it" in html
        assert "Page 2 of 2" in html
        assert links(html, "next") == []
    assert links(page(client, "/shop/"), "next") == ["/shop/?page=2"]
    assert "narrow the list down to see it" not in page(client, "/shop/")


@pytest.mark.parametrize("path", ["/shop/", "/shop/prints/", "/search/?q=print"])
def test_beyond_the_deepest_page_there_is_none_and_nobody_is_asked(client: Client, shop: Service, path: str) -> None:
    html = page(client, f"{path}{'&' if '?' in path else '?'}page={MAX_PAGE + 1}", 404)
    assert f'href="{path}"' in html
    assert "search" not in shop.calls
    assert page(client, f"{path}{'&' if '?' in path else '?'}page={MAX_PAGE}", 404)
    assert "search" in shop.calls


def test_the_catalogues_own_list_goes_on_behind_it(client: Client, shop: Service) -> None:
    assert "Filters are not available right now" in page(client, f"/shop/?page={MAX_PAGE + 1}&after=after-24")


def test_the_sort_stays_while_choosing_and_choices_stay_while_sorting(client: Client, hills: Service) -> None:
    html = page(client, "/search/?q=hill&f.brand=Other&sort=price-down")
    assert names(html) == ["Hill", "Gone Hill"]
    assert '<input type="hidden" name="sort" value="price-down">' in html
    assert 'href="/search/?q=hill&amp;f.brand=Other&amp;sort=price-up"' in html


def test_a_category_is_followed_with_the_choices_made(client: Client, hills: Service) -> None:
    assert 'href="/shop/prints/?f.size=A4"' in page(client, "/shop/?f.size=A4")
    html = page(client, "/search/?q=hill")
    assert 'href="/search/?q=hill&amp;category=cups"' in html
    within = page(client, "/search/?q=hill&category=cups")
    assert names(within) == ["Hill Mug"]


def test_an_option_may_be_called_anything(client: Client, shop: Service) -> None:
    for name in ("q", "Page", "sort", "f.", "a&b=c", "Größe"):
        variant = Variant(sku="ODD", values=("1 & 2",), price=900)
        shop.products[:] = [
            product("odd", "Odd", options=(Option(name=name, values=("1 & 2",)),), variants=(variant,)),
            product("hill"),
        ]
        box = next(each for each in re.findall(r'name="(f\.[^"]*)" value="1 &amp; 2"', page(client, "/shop/")))
        assert names(client.get("/shop/", {unescape(box): "1 & 2"}).content.decode()) == ["Odd"], name


def test_more_than_the_contract_takes_is_cut_down_and_not_refused(client: Client, shop: Service) -> None:
    query = "&".join(f"f.size={number}" for number in range(200))
    assert "Filters are not available right now" not in page(client, f"/shop/?{query}")


def test_suggestions_are_options_that_lead_somewhere(client: Client, hills: Service) -> None:
    html = page(client, "/search/suggestions/?q=hil")
    assert 'role="option"' in html
    assert 'href="/product/mug/"' in html
    assert 'href="/search/?q=hil"' in html
    assert "<html" not in html


@pytest.mark.parametrize("q", ["", "h", " h "])
def test_too_little_is_not_looked_up(client: Client, shop: Service, q: str) -> None:
    assert "option" not in client.get("/search/suggestions/", {"q": q}).content.decode()
    assert "suggest" not in shop.calls


def test_suggestions_that_are_unavailable_are_left_out(client: Client, shop: Service) -> None:
    shop.down.add("suggest")
    assert "option" not in page(client, "/search/suggestions/?q=hill")
    assert views.TIMEOUT[1] <= 1


def test_a_page_of_results_weighs_little(client: Client, shop: Service) -> None:
    sent = client.get("/search/?q=print", headers={"Accept-Encoding": "gzip"})
    assert len(sent.content) < LIMIT


def test_search_pages_are_not_for_search_engines(client: Client, shop: Service) -> None:
    assert "noindex" in page(client, "/search/?q=print")
    assert "noindex" in page(client, "/shop/?f.size=A4")
    assert "noindex" not in page(client, "/shop/")


def test_the_menu_and_the_crumbs_have_as_many_levels_as_a_category_may(client: Client, shop: Service) -> None:
    paths = ["/".join(f"level-{depth}" for depth in range(deep + 1)) for deep in range(MAX_CATEGORY_DEPTH)]
    titles = tuple(f"Level {depth}" for depth in range(MAX_CATEGORY_DEPTH))
    shop.tree = Categories(
        items=tuple(Category(path=path, title=title, count=1) for path, title in zip(paths, titles, strict=True)),
        count=1,
    )
    shop.products[:] = [product("deep", "Deep", category=titles, category_path=paths[-1])]
    html = page(client, f"/shop/{paths[-1]}/")
    assert names(html) == ["Deep"]
    menu, crumbs = (html.partition(start)[2].partition("</nav>")[0] for start in ('id="menu"', 'class="crumbs__list"'))
    for path in paths:
        assert f'href="/shop/{path}/" aria-current' in menu
        assert (f'href="/shop/{path}/"' in crumbs) is (path != paths[-1])
    assert f'<span aria-current="page">{titles[-1]}</span>' in crumbs
    assert f'href="/shop/{paths[-1]}/"' in page(client, f"/shop/{paths[-2]}/").partition('id="places"')[2]
    assert f'href="/shop/{paths[-1]}/"' in page(client, "/product/deep/").partition('class="crumbs__list"')[2]


def test_the_menu_has_all_levels_and_says_where_one_is(client: Client, shop: Service) -> None:
    html = page(client, "/shop/prints/landscapes/")
    assert '<a class="menu__link" href="/shop/prints/" aria-current="true">' in html
    assert '<a class="menu__leaf" href="/shop/prints/landscapes/" aria-current="page">' in html
    everything = '<a class="menu__link" href="/shop/" aria-current="page">Everything</a>'
    assert everything in page(client, "/shop/")
    assert everything not in html


def cards(html: str) -> dict[str, str]:
    """The address behind each card, by its name."""
    return {
        name: unescape(address) for address, name in re.findall(r'class="card__link" href="([^"]*)">([^<]*)<', html)
    }


def prices(response: object) -> list[str]:
    """What each card says that its thing costs."""
    html = response.content.decode()  # type: ignore[attr-defined]
    return [
        unescape(re.sub(r"<[^>]*>|\s", "", found))
        for found in re.findall(r'<p class="card__price">(.*?)</p>', html, re.DOTALL)
    ]


def test_a_range_of_prices_finds_what_has_any_variant_in_it_and_the_card_shows_what_these_cost(
    client: Client, hills: Service
) -> None:
    response = client.get("/search/?q=hill&f.brand=Other&min=40&max=60")
    html = response.content.decode()
    assert names(html) == ["Hill"]
    assert prices(response) == ["€48.00–to€59.00"]
    assert cards(html) == {"Hill": "/product/hill/?v=HILL-A2-UN"}
    assert 'placeholder="€59.00"' in html
    assert 'placeholder="€9.00"' in html


def test_with_a_size_chosen_a_card_opens_at_that_size_and_shows_its_price(client: Client, hills: Service) -> None:
    response = client.get("/search/?q=hill&f.brand=Other&f.size=A2")
    assert cards(response.content.decode()) == {"Hill": "/product/hill/?v=HILL-A2-UN"}
    assert prices(response) == ["€48.00"]
    unnarrowed = client.get("/search/?q=hill&f.brand=Other")
    assert cards(unnarrowed.content.decode())["Hill"] == "/product/hill/"
    assert any(price.startswith("from€24.00") for price in prices(unnarrowed))


def test_a_size_and_a_price_are_of_one_variant(client: Client, hills: Service) -> None:
    assert "No products match all of these" in page(client, "/search/?q=hill&f.brand=Other&f.size=A2&max=30")
    assert names(page(client, "/search/?q=hill&f.brand=Other&f.size=A4&max=30&sort=price-up")) == ["Gone Hill", "Hill"]


def test_prices_are_no_choice_where_all_cost_the_same(client: Client, hills: Service) -> None:
    tall = Variant(sku="TALL", values=(), price=1500)
    hills.products.append(product("tall", "Tall Mug", brand="Other", options=(), variants=(tall,)))
    alike = page(client, "/search/?q=mug")
    assert 'name="f.brand"' in alike
    assert 'name="min"' not in alike
    assert 'name="min"' in page(client, "/search/?q=mug&min=10")
    assert 'name="min"' in page(client, "/search/?q=hill")


def test_an_address_that_spells_a_value_in_another_way_ticks_its_box(client: Client, hills: Service) -> None:
    html = page(client, "/search/?q=hill&f.BRAND=%EF%BC%AFTHER&f.brand=other")
    assert sorted(names(html)) == ["Gone Hill", "Hill"]
    assert ticks(html)["f.brand=Other"] == (True, 2)
    assert chips(html) == ["/search/?q=hill"]
