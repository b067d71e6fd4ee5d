"""A catalogue's file through the browser. What goes wrong comes first."""

import csv
import gzip
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.contracts.problem import Problem
from storefront.clients import api
from storefront.imports import report
from storefront.staff import import_job, import_report, upload_storage
from storefront.web.upload_limit import MAX_FILES_BYTES
from tests.storefront.imports.files import file, row
from tests.storefront.imports.shop import Shop
from tests.storefront.reading import text
from tests.storefront.service import STAFF

PAGE = "/staff/catalogue/"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.UPLOADS = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def shop(worker: Client, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The staff API in memory."""
    return staff_api(monkeypatch)


def staff_api(monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Put an API in memory in the place of staff's, reached with the token of the browser's staff."""
    made, real = Shop(), api.call

    def call(operation: Any, **more: Any) -> Any:
        if operation.service not in ("product", "inventory") or operation.name in ("list_categories", "list_products"):
            return real(operation, **more)
        if "token" in more:
            assert more["token"] == f"token-of-{STAFF}"
            more["token"] = "staff-token"
        return made.call(operation, **more)

    monkeypatch.setattr(api, "call", call)
    return made


def send(worker: Client, content: bytes | str) -> Any:
    body = content.encode() if isinstance(content, str) else content
    return worker.post(PAGE, {"file": SimpleUploadedFile("../../evil.csv", body)})


def many(count: int) -> str:
    return file(*(row(Handle=f"p-{n}", **{"Variant SKU": f"P-{n}"}) for n in range(count)))


def test_no_file_and_a_file_too_large_are_refused_in_words(worker: Client, folder: Path) -> None:
    assert "Choose a file" in text(worker.post(PAGE))
    reply = send(worker, b"x" * (upload_storage.MAX_BYTES + 1))
    assert reply.status_code == 422
    assert "import_products" in text(reply)
    assert not folder.exists()


def test_of_a_hundred_megabytes_hardly_more_is_kept_than_a_page_takes(worker: Client, folder: Path) -> None:
    reply = send(worker, bytes(100 << 20))
    assert (reply.status_code, "larger than 2 MB" in text(reply)) == (422, True)
    assert reply.wsgi_request.FILES["file"].size == MAX_FILES_BYTES + 1
    assert not folder.exists()


def test_a_small_file_that_unfolds_to_a_large_one_is_refused_where_it_does(worker: Client, shop: Shop) -> None:
    rows = b"Handle,Title,Body (HTML),Variant Price\n" + (b"a,b," + b"word " * 2000 + b",3\n") * 3_000
    place = send(worker, gzip.compress(rows, 9)).headers["Location"]
    reply = worker.get(place)
    assert (reply.status_code, "larger than 16 MB" in text(reply)) == (422, True)


def test_a_small_file_of_more_rows_than_a_request_can_read_is_for_the_command(worker: Client, shop: Shop) -> None:
    rows = b"Handle,Title,Variant Price\n" + b"a,b,3\n" * (upload_storage.MAX_ROWS + 1)
    reply = worker.get(send(worker, gzip.compress(rows, 9)).headers["Location"])
    assert (reply.status_code, "line 50002: more than 50,000 rows" in text(reply)) == (422, True)


@pytest.mark.parametrize("name", ["..", "x", "x" * 43, "%2e%2e%2fsettings.py", "..%5Cx"])
def test_no_other_file_can_be_named(worker: Client, name: str) -> None:
    assert worker.get(f"{PAGE}{name}/").status_code == 404


def test_a_visitor_and_a_shopper_find_no_page(guest: Client, shopper: Client) -> None:
    assert shopper.get(PAGE).status_code == 404
    assert shopper.get(f"{PAGE}products.csv").status_code == 404
    assert send(shopper, many(1)).status_code == 404


def test_an_unreadable_file_is_reported_and_kept_to_be_read_in_another_way(worker: Client, shop: Shop) -> None:
    place = send(worker, file(row(Title="Théière")).encode("windows-1252")).headers["Location"]
    reply = worker.get(place)
    assert reply.status_code == 422
    assert "not UTF-8" in text(reply)
    again = worker.get(place, {"encoding": "windows-1252"})
    assert again.status_code == 200
    assert "teapot would be created" in text(again)


@pytest.mark.parametrize("query", [{"currency": "<b>"}, {"format": "x"}, {"encoding": "idna"}])
def test_what_is_no_way_to_read_is_refused(worker: Client, shop: Shop, query: dict[str, str]) -> None:
    place = send(worker, many(1)).headers["Location"]
    for reply in (worker.get(place, query), worker.post(f"{place}import/", query)):
        assert reply.status_code == 422
    assert shop.writes == []


def test_markup_in_a_file_stays_text(worker: Client, shop: Shop) -> None:
    place = send(worker, file(row(Handle="<script>alert(1)</script>", **{"Variant Price": "<img src=x>"}))).headers[
        "Location"
    ]
    html = worker.get(place).content.decode()
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def put(worker: Client, place: str, **how: str) -> Any:
    """Begins the import, and sees its page."""
    return worker.post(f"{place}import/", how, follow=True)


def to_the_end(worker: Client, page: str) -> tuple[Any, int]:
    """The page looked at as often as it renews itself, and how often that was."""
    for looks in range(1, 500):
        reply = worker.get(page)
        if 'http-equiv="refresh"' not in reply.content.decode():
            return reply, looks
    raise AssertionError("it never ends")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that have no time for more than one product."""
    monkeypatch.setattr(import_job, "MAX_STEP_SECONDS", 0.0)


def test_a_service_that_stops_loses_nothing_and_what_was_done_stays_counted(worker: Client, shop: Shop) -> None:
    place = send(worker, many(3)).headers["Location"]
    shop.down_after = 1
    reply = put(worker, place)
    assert reply.status_code == 503
    assert "does not answer" in text(reply)
    assert "1 created" in text(reply)
    assert "refresh" not in reply.content.decode()
    shop.down_after = None
    assert "3 created, 0 changed, 0 unchanged" in text(worker.get(f"{place}import/"))


def test_somebody_who_is_signed_out_half_way_signs_in_and_continues(
    worker: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, real = send(worker, many(3)).headers["Location"], api.call

    def expire(operation: Any, **more: Any) -> Any:
        if operation.name == "create_product" and len(shop.writes) == 1:
            raise api.Refusal(Problem(type="not-signed-in", title="Unauthorized", status=401))
        return real(operation, **more)

    worker.post(f"{place}import/")
    with monkeypatch.context() as patched:
        patched.setattr(api, "call", expire)
        reply = worker.get(f"{place}import/")
    assert reply.headers["Location"].startswith("/account/sign-in?next=%2Fstaff%2Fcatalogue%2F")
    found = import_job.find(kept_path(place), import_job.Mode.PUT)
    assert found
    assert (found.after, found.summary.bad) == (1, 0)


def kept_path(place: str) -> Path:
    path = upload_storage.find(place.split("/")[3])
    assert path
    return path


def test_all_of_a_file_is_looked_at_before_anything_is_changed(worker: Client, shop: Shop, short: None) -> None:
    bad = [row(Handle=f"bad-{n}", **{"Variant Price": "free", "Variant SKU": f"BAD-{n}"}) for n in range(2)]
    rows = [row(Handle=f"p-{n}", **{"Variant SKU": f"P-{n}", "Image Src": "p.jpg"}) for n in range(28)]
    place = send(worker, file(*rows[:14], bad[0], *rows[14:], bad[1])).headers["Location"]
    first = worker.get(place)
    assert "shopify, 30 products, 1 checked." in text(first)
    assert "Import 28 products" not in text(first)
    reply, looks = to_the_end(worker, place)
    assert looks == 29
    for part in (
        "30 products, 30 checked",
        "28 created",
        "2 refused",
        "28 pictures",
        "bad-1 refused: 'free' is no price",
        "Import 28 products",
    ):
        assert part in text(reply), part
    assert shop.writes == []


def test_an_import_continues_by_itself_and_reports_everything_at_the_end(
    worker: Client, shop: Shop, short: None
) -> None:
    place = send(worker, file(row(Handle="bad", **{"Variant Price": "free"})) + many(5).partition("\r\n")[2]).headers[
        "Location"
    ]
    to_the_end(worker, place)
    begun = put(worker, place)
    assert "6 products, 1 imported" in text(begun)
    reply, _ = to_the_end(worker, f"{place}import/")
    assert "Imported" in text(reply)
    assert "5 created, 0 changed, 0 unchanged, 0 left out, 1 refused" in text(reply)
    assert "bad refused: 'free' is no price" in text(reply)
    assert len(shop.products) == 5
    assert "0 created, 0 changed, 5 unchanged" in text(to_the_end(worker, put(worker, place).request["PATH_INFO"])[0])


def test_shopifys_inventory_shows_each_number_before_it_is_set(worker: Client, shop: Shop) -> None:
    put(worker, send(worker, many(2)).headers["Location"])
    counts = "Handle,SKU,HS Code,COO,North,South\np-0,P-0,,,3,4\np-1,P-1,,,not stocked,2\np-9,P-9,,,1,1\n"
    place = send(worker, counts).headers["Location"]
    page = text(worker.get(place))
    assert "p-0 would be changed: P-0 gets 7 pieces" in page
    assert "p-9 refused: the shop has no product of this handle" in page
    assert shop.stock == {}
    assert "2 changed, 0 unchanged, 0 left out, 1 refused" in text(put(worker, place))
    assert {sku: pieces for sku, (pieces, _) in shop.stock.items()} == {"P-0": 7, "P-1": 2}


def test_looking_and_coming_back_import_nothing(worker: Client, shop: Shop) -> None:
    place = send(worker, many(2)).headers["Location"]
    worker.get(place)
    assert worker.get(f"{place}import/").headers["Location"] == place
    assert worker.head(place).status_code == 200
    worker.post(f"{place}import/")
    worker.head(f"{place}import/")
    assert shop.writes == []


def test_what_is_looked_at_after_an_import_is_looked_at_anew(worker: Client, shop: Shop) -> None:
    place = send(worker, many(2)).headers["Location"]
    assert "2 created" in text(worker.get(place))
    put(worker, place)
    assert "0 created, 0 changed, 2 unchanged" in text(worker.get(place))


def test_a_page_shows_a_hundred_lines_and_says_how_many_more_and_the_list_has_all(worker: Client, shop: Shop) -> None:
    rows = [row(Handle=f"=bad-{n}", **{"Variant Price": "free", "Variant SKU": f"BAD-{n}"}) for n in range(130)]
    place = send(worker, file(*rows, row())).headers["Location"]
    page = worker.get(place)
    assert page.content.decode().count("<li>line ") == import_report.MAX_LINES + 1
    assert "Refused: 130 lines" in text(page)
    assert "and 30 more." in text(page)
    reply = worker.get(f"{place}look.csv")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="look.csv"'
    lines = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"), newline="")))
    assert lines[0] == ["line", "product", "what", "why"]
    assert lines[1][:3] == ["1", "the file", "read"]
    assert lines[2] == ["2", "'=bad-0", "refused", "''free' is no price"]
    assert (len(lines), lines[-1]) == (133, ["132", "teapot", "created", ""])


def test_what_is_refused_comes_before_the_many_pictures_that_are_elsewhere(worker: Client, shop: Shop) -> None:
    rows = [
        row(Handle=f"p-{n}", **{"Variant SKU": f"P-{n}", "Image Src": "https://cdn.example/1.jpg"}) for n in range(120)
    ]
    page = text(
        worker.get(send(worker, file(*rows, row(Handle="bad", **{"Variant Price": "free"}))).headers["Location"])
    )
    assert page.index("Refused: 1 line line 122: bad refused") < page.index("Without a picture: 120 lines")


def test_a_list_that_has_no_room_says_so(worker: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_job, "MAX_REPORT_BYTES", 100)
    page = worker.get(send(worker, many(50)).headers["Location"])
    assert "lines. It" not in text(page)
    assert re.search(r"It has the first \d of 51 lines", text(page))
    assert "and 4" in text(page)


@pytest.mark.parametrize("kind", ["import", "put", "..", "look.json"])
def test_there_is_no_list_of_what_was_not_begun(worker: Client, shop: Shop, kind: str) -> None:
    place = send(worker, many(1)).headers["Location"]
    worker.get(place)
    assert worker.get(f"{place}{kind}.csv").status_code == 404


def test_a_step_that_was_killed_is_done_again_and_listed_once(worker: Client, shop: Shop, short: None) -> None:
    place = send(worker, many(3)).headers["Location"]
    worker.get(place)
    with upload_storage.sidecar_path(kept_path(place), "look.csv").open("ab") as out:
        out.write(b"2,half a li")
    reply, _ = to_the_end(worker, place)
    assert text(reply).count("would be created") == 3


def test_while_one_request_goes_on_another_only_looks(worker: Client, shop: Shop, short: None) -> None:
    place = send(worker, many(3)).headers["Location"]
    worker.get(place)
    with import_job._list(kept_path(place), import_job.Mode.LOOK) as out:
        assert out is not None
        assert "1 checked" in text(worker.get(place))
    assert "2 checked" in text(worker.get(place))


def test_pieces_are_set_over_what_staff_have_set_only_where_the_box_is_ticked(worker: Client, shop: Shop) -> None:
    place = send(worker, "id\ttitle\tprice\tavailability\nA\tMug\t3 EUR\tout_of_stock\n").headers["Location"]
    shop.stock["A"] = (9, 5)
    put(worker, place)
    assert shop.stock["A"] == (9, 5)
    put(worker, place, stock="1")
    assert shop.stock["A"] == (0, 6)


def test_pictures_at_other_hosts_are_reported_before_and_after(worker: Client, shop: Shop) -> None:
    place = send(worker, file(row(**{"Image Src": "https://cdn.example/1.jpg"}))).headers["Location"]
    for page in (worker.get(place), put(worker, place)):
        assert (
            "1 picture is at another host and shows as a placeholder: python manage.py fetch_pictures brings them in."
            in text(page)
        )
        assert "https://cdn.example/1.jpg" in text(page)


def test_the_products_are_downloaded_as_csv(worker: Client) -> None:
    reply = worker.get(f"{PAGE}products.csv")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="products.csv"'
    assert reply.content.decode("utf-8-sig").startswith("Handle,Title,")


def test_the_report_says_how_a_file_was_read_and_it_can_be_read_in_another_way(worker: Client, shop: Shop) -> None:
    place = send(worker, "Handle;Title;Variant SKU;Variant Price\na;Löffel;A-1;2,500\n".encode("windows-1252")).headers[
        "Location"
    ]
    page = text(worker.get(place))
    assert "Read as semicolon-separated, windows-1252; no currency named: read as EUR." in page
    assert "say which mark stands before the decimals (--decimal comma or point, or the field Decimal mark)" in page
    again = worker.get(place, {"decimal": "comma", "pieces": "7"})
    assert "1 created" in text(again)
    assert 'name="decimal" value="comma"' in again.content.decode()
    put(worker, place, decimal="comma", pieces="7")
    assert shop.products["a"].variants[0].price == 250
    assert shop.stock["A-1"] == (7, 2)
    lines = worker.get(f"{place}import.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith('1,the file,read,"read as semicolon-separated, windows-1252, decimal comma')


@pytest.mark.parametrize(
    "query",
    [
        {"decimal": "dot"},
        {"rates": "USD"},
        {"rates": "x" * 600},
        {"pieces": "-1"},
        {"pieces": "1000001"},
        {"pieces": "x"},
        {"pictures_at": "media"},
        {"pictures_at": "javascript:alert(1)"},
        {"pictures_at": "https://old.example/" + "x" * 300},
    ],
)
def test_what_is_no_way_to_read_prices_or_pieces_is_refused_in_words(
    worker: Client, shop: Shop, query: dict[str, str]
) -> None:
    place = send(worker, many(1)).headers["Location"]
    for reply in (worker.get(place, query), worker.post(f"{place}import/", query, follow=True)):
        assert reply.status_code in (200, 422)
    assert shop.writes == []


def test_what_was_typed_stays_where_a_field_is_wrong(worker: Client, shop: Shop) -> None:
    place = send(worker, many(1)).headers["Location"]
    query = {"pictures_at": "old.example", "currency": "EUR", "rates": "USD=0.92", "decimal": "comma"}
    reply = worker.get(place, query)
    assert (reply.status_code, "Enter the folder of the pictures" in text(reply)) == (422, True)
    page = reply.content.decode()
    for value in ('name="pictures_at" value="old.example"', 'name="currency" value="EUR"', 'value="USD=0.92"'):
        assert value in page
    assert "<option selected>comma</option>" in page


def test_each_field_that_a_message_names_is_on_the_page(worker: Client, shop: Shop) -> None:
    page = text(worker.get(send(worker, many(1)).headers["Location"]))
    folder = Path(report.__file__).parent
    named = {name for path in folder.glob("*.py") for name in re.findall(r"the field ([A-Z][a-z ]+)", path.read_text())}
    assert {"Quantity", "Exchange rates", "Pictures at"} <= named
    assert [name for name in named if name.strip() not in page] == []


def test_prices_in_another_currency_are_converted_at_the_rate_that_is_given(worker: Client, shop: Shop) -> None:
    place = send(worker, "id\ttitle\tprice\nA\tMug\t10.00 USD\n").headers["Location"]
    put(worker, place, rates="USD=0.92")
    assert (shop.products["a"].currency, shop.products["a"].variants[0].price) == ("EUR", 920)


def test_pictures_without_an_address_are_in_the_folder_that_is_named_on_the_page(worker: Client, shop: Shop) -> None:
    place = send(worker, "SKU,Name,Price,Image\nA,Mug,3,m/mug.jpg\n").headers["Location"]
    looked_at = text(worker.get(place))
    assert "the picture m/mug.jpg has no address" in looked_at
    assert "Say where pictures without an address are with --pictures-at (the field Pictures at)" in looked_at
    again = worker.get(place, {"pictures_at": "https://old.example/media"}).content.decode()
    assert 'type="hidden" name="pictures_at" value="https://old.example/media"' in again
    put(worker, place, pictures_at="https://old.example/media")
    assert [each.src for each in shop.products["a"].pictures] == ["https://old.example/media/m/mug.jpg"]


def test_changed_values_are_shown_on_the_page_before_and_after(worker: Client, shop: Shop) -> None:
    place = send(worker, file(row(**{"Variant SKU": "'0815", "Title": "long " * 60}))).headers["Location"]
    for page in (worker.get(place), put(worker, place)):
        assert "To know: 2 lines" in text(page)
        assert "line 2: teapot: the SKU '0815 goes in as 0815: the spreadsheet's apostrophe is taken off" in text(page)
        assert "the title has 299 characters; 200 is the most" in text(page)


def test_a_walk_that_an_earlier_version_has_written_down_is_read(worker: Client, shop: Shop) -> None:
    place = send(worker, many(2)).headers["Location"]
    how = b'{"currency":"EUR","format":"medusa-semicolon","encoding":"","stock":false}'
    upload_storage.sidecar_path(kept_path(place), "import.json").write_bytes(
        b'{"how":' + how + b',"format":"","after":0,"count":null,"told":{},"listed":0,"size":0}'
    )
    assert "2 products, 2 imported" in text(worker.get(f"{place}import/"))
