"""A catalogue's file through the browser. What goes wrong comes first."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from storefront import api
from storefront.staff import catalogue, kept
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
    """The staff API in memory, reached with the token of the browser's staff."""
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
    reply = send(worker, b"x" * (kept.LARGEST + 1))
    assert reply.status_code == 422
    assert "import_products" in text(reply)
    assert not folder.exists()


def test_of_a_hundred_megabytes_hardly_more_is_kept_than_a_page_takes(worker: Client, folder: Path) -> None:
    reply = send(worker, bytes(100 << 20))
    assert (reply.status_code, "larger than 2 MB" in text(reply)) == (422, True)
    assert reply.wsgi_request.FILES["file"].size == kept.LARGEST + 1
    assert not folder.exists()


def test_a_small_file_that_unfolds_to_a_large_one_is_refused_where_it_does(worker: Client, shop: Shop) -> None:
    rows = b"Handle,Title,Body (HTML),Variant Price\n" + (b"a,b," + b"word " * 2000 + b",3\n") * 3_000
    place = send(worker, gzip.compress(rows, 9)).headers["Location"]
    reply = worker.get(place)
    assert (reply.status_code, "larger than 16 MB" in text(reply)) == (422, True)


@pytest.mark.parametrize("name", ["..", "x", "x" * 43, "%2e%2e%2fsettings.py", "..%5Cx"])
def test_no_other_file_can_be_named(worker: Client, name: str) -> None:
    assert worker.get(f"{PAGE}{name}/").status_code == 404


def test_a_visitor_and_a_shopper_find_no_page(guest: Client, shopper: Client) -> None:
    assert shopper.get(PAGE).status_code == 404
    assert shopper.get(f"{PAGE}products.csv").status_code == 404
    assert send(shopper, many(1)).status_code == 404


def test_a_file_that_cannot_be_read_is_told_and_kept_to_be_read_in_another_way(worker: Client, shop: Shop) -> None:
    place = send(worker, file(row(Title="Théière")).encode("windows-1252")).headers["Location"]
    reply = worker.get(place)
    assert reply.status_code == 422
    assert "not UTF-8" in text(reply)
    again = worker.get(place, {"encoding": "windows-1252"})
    assert again.status_code == 200
    assert "teapot would be created" in text(again)


@pytest.mark.parametrize("query", [{"currency": "<b>"}, {"format": "x"}, {"encoding": "idna"}, {"after": "-1"}, {"after": "9" * 99}])
def test_what_is_no_way_to_read_is_refused(worker: Client, shop: Shop, query: dict[str, str]) -> None:
    place = send(worker, many(1)).headers["Location"]
    for reply in (worker.get(place, query), worker.post(place, query)):
        assert reply.status_code == 422
    assert shop.writes == []


def test_markup_in_a_file_stays_text(worker: Client, shop: Shop) -> None:
    place = send(worker, file(row(Handle="<script>alert(1)</script>", **{"Variant Price": "<img src=x>"}))).headers["Location"]
    html = worker.get(place).content.decode()
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_a_service_that_stops_loses_nothing(worker: Client, shop: Shop) -> None:
    place = send(worker, many(3)).headers["Location"]
    shop.down_after = 1
    assert "does not answer" in text(worker.post(place, {"after": "0"}))
    shop.down_after = None
    assert "2 created, 0 changed, 1 unchanged" in text(worker.post(place, {"after": "0"}))


def test_looking_changes_nothing_and_importing_goes_on_step_by_step(worker: Client, shop: Shop) -> None:
    place = send(worker, many(catalogue.AT_ONCE + 5)).headers["Location"]
    looked = worker.get(place)
    assert "shopify, 25 products, 0 done" in text(looked)
    assert shop.writes == []
    after = re.search(r'name="after" value="(\d+)"', worker.post(place, {"after": "0"}).content.decode())
    assert after
    assert after[1] == "20"
    assert len(shop.products) == 20
    assert "25 products, 25 done" in text(worker.post(place, {"after": after[1]}))
    assert len(shop.products) == 25


def test_the_products_are_downloaded_as_csv(worker: Client) -> None:
    reply = worker.get(f"{PAGE}products.csv")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="products.csv"'
    assert reply.content.decode("utf-8-sig").startswith("Handle,Title,")
