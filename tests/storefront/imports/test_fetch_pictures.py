"""Pictures at other hosts come into the shop when somebody asks for it, and stay there when the file comes again."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from msgspec import structs

from backend.contracts.colours import Colour
from backend.contracts.operation import Operation
from backend.contracts.picture.models import PictureStatus, Upload, UploadState
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from backend.contracts.problem import Problem
from backend.contracts.product.models import Picture
from backend.contracts.product.operations import REPLACE_PRODUCT
from backend.contracts.product.translations import LocalAlt, Translation
from storefront.account import cli_login
from storefront.clients import api
from storefront.imports import fetch, picture_uploads
from tests.storefront.imports.files import CLASSIC, file, row
from tests.storefront.imports.other_host import OtherHost, other_host
from tests.storefront.imports.shop import AT, Shop

ID = "a" * 32
MUG = b"\xff\xd8\xff a mug"


class PictureShop(Shop):
    """A shop whose bucket is `host`; a picture is there once it was asked for `looks` times, or is `refused`."""

    def __init__(self, host: OtherHost) -> None:
        super().__init__()
        self.host, self.looks, self.refused, self.asked = host, 1, "", 0
        host.answers["/bucket"] = (303, {"Location": "/"}, b"")

    def call(self, operation: Operation, **options: Any) -> Any:
        if operation is START_UPLOAD:
            return Upload(
                id=ID, url=f"{self.host.url}/bucket", fields={"key": "incoming/x"}, largest=20 << 20, expires=AT
            )
        if operation is GET_UPLOAD:
            return self._look()
        return super().call(operation, **options)

    def _look(self) -> UploadState:
        self.asked += 1
        if self.refused:
            return UploadState(id=ID, status=PictureStatus.REFUSED, reason=self.refused)
        if self.asked < self.looks:
            return UploadState(id=ID, status=PictureStatus.AWAITED)
        content = self.host.received[-1]
        src = f"uploaded/{hashlib.sha1(content).hexdigest()}"
        return UploadState(id=ID, status=PictureStatus.READY, src=src, width=800, height=600, colours=(Colour.RED,))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return self.products["teapot"].pictures


@pytest.fixture
def host() -> Iterator[OtherHost]:
    with other_host() as host:
        yield host


@pytest.fixture
def shop(shop: Shop, host: OtherHost, monkeypatch: pytest.MonkeyPatch) -> PictureShop:
    pictures = PictureShop(host)
    monkeypatch.setattr(api, "call", pictures.call)
    monkeypatch.setattr(cli_login, "access_token", lambda: "staff-token")
    monkeypatch.setattr("storefront.imports.management.commands.fetch_pictures.access_token", lambda: "staff-token")
    monkeypatch.setattr(picture_uploads, "_PAUSE", 0)
    return pictures


@pytest.fixture
def csv(tmp_path: Path, host: OtherHost) -> Path:
    """A teapot with two pictures at the other host, of which the second is described, and one of the shop's own."""
    path = tmp_path / "products.csv"
    pictures = [
        {"Handle": "teapot", "Image Src": host.serve("/b.jpg", MUG + b"!"), "Image Alt Text": "From above"},
        {"Handle": "teapot", "Image Src": "own-1"},
    ]
    path.write_text(file(row(**{"Image Src": host.serve("/a.jpg", MUG)}), *pictures))
    return path


def run(capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    call_command("fetch_pictures", **{"private_hosts": True, **options})
    return capsys.readouterr().out


def import_file(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("import_products", str(path))
    return capsys.readouterr().out


def test_each_picture_takes_the_place_of_its_address(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    shop.looks = 3
    assert "2 pictures fetched." in run(capsys)
    assert [each.src.partition("/")[0] for each in shop.pictures] == ["uploaded", "uploaded", "own-1"]
    assert [(each.width, each.colours, each.alt) for each in shop.pictures[1:2]] == [(800, (Colour.RED,), "From above")]
    assert MUG in shop.host.received[0]
    assert (
        b'name="key"\r\n\r\nincoming/x\r\n' in shop.host.received[0].partition(MUG)[0]
    )  # S3 reads no field after the file


def test_an_address_that_several_products_name_is_asked_once_and_its_picture_is_that_of_all(
    shop: PictureShop, csv: Path, host: OtherHost, capsys: pytest.CaptureFixture[str]
) -> None:
    address, gone = host.serve("/a.jpg", MUG), f"{host.url}/gone.jpg"
    products = [row(Handle=name, Variant__SKU=name) | {"Image Src": address} for name in ("teapot", "cup", "bowl")]
    csv.write_text(file(*products, *({"Handle": name, "Image Src": gone} for name in ("teapot", "cup"))))
    import_file(csv, capsys)
    with pytest.raises(CommandError, match="2 pictures were not"):
        run(capsys)
    assert "3 pictures fetched." in capsys.readouterr().out
    assert sorted(path for method, path in host.requests if method == "GET") == ["/a.jpg", "/gone.jpg"]
    assert len({shop.products[name].pictures[0].src for name in ("teapot", "cup", "bowl")}) == 1


def test_the_same_file_again_changes_nothing_and_asks_nobody(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    run(capsys)
    fetched, asked = shop.pictures, len(shop.host.requests)
    out = import_file(csv, capsys)
    assert "0 created, 0 changed, 1 unchanged" in out
    assert "other host" not in out
    assert "0 pictures fetched." in run(capsys)
    assert (shop.pictures, len(shop.host.requests)) == (fetched, asked)


def test_words_in_further_languages_stay_with_a_fetched_picture(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    product = shop.products["teapot"]
    german = Translation(language="de", alts=(LocalAlt(src=product.pictures[1].src, alt="Von oben"),))
    shop.products["teapot"] = structs.replace(product, translations=(german,))
    run(capsys)
    (moved,) = shop.products["teapot"].translations
    assert moved.alts == (LocalAlt(src=shop.pictures[1].src, alt="Von oben"),)
    assert "0 created, 0 changed, 1 unchanged" in import_file(csv, capsys)
    assert shop.products["teapot"].translations == (moved,)


def test_a_files_words_in_further_languages_go_to_the_picture_that_was_fetched_from_its_address(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    run(capsys)
    described = row(**{"Image Src": f"{shop.host.url}/a.jpg", "Image Alt Text (de)": "Von vorn"})
    csv.write_text(file(described, header=(*CLASSIC, "Image Alt Text (de)")))
    assert "1 changed" in import_file(csv, capsys)
    (german,) = shop.products["teapot"].translations
    assert german.alts == (LocalAlt(src=shop.pictures[0].src, alt="Von vorn"),)
    assert shop.pictures[0].src.startswith("uploaded/")


def test_an_export_imports_back_without_a_change(
    shop: PictureShop, csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    run(capsys)
    call_command("export_products", str(tmp_path / "out.csv"))
    assert "0 created, 0 changed, 1 unchanged" in import_file(tmp_path / "out.csv", capsys)
    assert "0 created, 0 changed, 1 unchanged" in import_file(csv, capsys)


def test_what_a_file_says_anew_of_a_fetched_picture_goes_in(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    run(capsys)
    csv.write_text(csv.read_text().replace("From above", "From below").replace("/a.jpg", "/new.jpg"))
    assert "1 changed" in import_file(csv, capsys)
    assert [each.src for each in shop.pictures[:1]] == [f"{shop.host.url}/new.jpg"]
    assert (shop.pictures[1].alt, shop.pictures[1].src.startswith("uploaded/")) == ("From below", True)


def test_a_picture_that_does_not_come_keeps_its_address_and_is_named_with_the_reason(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    del shop.host.answers["/a.jpg"]
    with pytest.raises(CommandError, match="1 pictures were not"):
        run(capsys)
    out = capsys.readouterr().out
    assert f"teapot: not fetched: {shop.host.url}/a.jpg: its host answers 404" in out
    assert [each.src.startswith("uploaded/") for each in shop.pictures] == [False, True, False]
    shop.host.serve("/a.jpg", MUG)
    assert "1 pictures fetched." in run(capsys)


def test_what_the_shop_refuses_is_named_with_its_reason(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    shop.refused = "It is no picture."
    with pytest.raises(CommandError, match="2 pictures were not"):
        run(capsys)
    assert f"{shop.host.url}/b.jpg: It is no picture." in capsys.readouterr().out
    shop.refused, shop.host.answers["/bucket"] = "", (403, {}, b"")
    with pytest.raises(CommandError, match="2 pictures were not"):
        run(capsys)
    assert "the shop's bucket answers 403" in capsys.readouterr().out
    assert not any(each.fetched_from for each in shop.pictures)


def test_whatever_somebody_changes_meanwhile_stays(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(csv, capsys)
    colleague = [True]

    def call(operation: Operation, **options: Any) -> Any:
        if operation is REPLACE_PRODUCT and colleague:
            colleague.clear()
            teapot = shop.products["teapot"]
            shop.products["teapot"] = structs.replace(teapot, title="Renamed", version=teapot.version + 1)
            shop.kept.clear()
        return shop.call(operation, **options)

    monkeypatch.setattr(api, "call", call)
    assert "2 pictures fetched." in run(capsys)
    assert shop.products["teapot"].title == "Renamed"


def test_a_product_that_others_keep_changing_is_named(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(csv, capsys)

    def call(operation: Operation, **options: Any) -> Any:
        if operation is REPLACE_PRODUCT:
            raise api.Refusal(Problem(type="stale-version", title="Stale", status=409))
        return shop.call(operation, **options)

    monkeypatch.setattr(api, "call", call)
    with pytest.raises(CommandError, match="1 pictures were not"):
        run(capsys)
    assert "teapot: not fetched: Others keep changing this product" in capsys.readouterr().out


def test_a_product_whose_pictures_another_run_brought_meanwhile_is_not_written_again(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    stale = shop.products["teapot"]
    run(capsys)
    writes = len(shop.writes)
    assert fetch.fetch_pictures(stale, picture_uploads.PictureUploads(lambda address: MUG).bring) == fetch.Fetched(
        "teapot", 0, ()
    )
    assert len(shop.writes) == writes


def test_a_product_that_is_withdrawn_meanwhile_is_named(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(csv, capsys)
    stale = shop.products.pop("teapot")
    assert fetch.fetch_pictures(stale, picture_uploads.PictureUploads(lambda address: MUG).bring).failures == (
        "No such product",
    )


def test_a_product_that_the_shop_refuses_does_not_stop_the_others(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cup = {"Handle": "cup", "Variant SKU": "CUP", "Image Src": f"{shop.host.url}/a.jpg"}
    csv.write_text(csv.read_text() + file(row(**cup)).partition("\n")[2])
    import_file(csv, capsys)
    shop.taken = "CUP"
    with pytest.raises(CommandError, match="1 pictures were not"):
        run(capsys)
    assert "cup: not fetched: Taken" in capsys.readouterr().out
    assert sum(each.src.startswith("uploaded/") for each in shop.pictures) == 2


def test_a_dry_run_names_them_and_asks_nobody(shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_file(csv, capsys)
    out = run(capsys, dry_run=True)
    assert f"teapot: {shop.host.url}/a.jpg" in out
    assert "2 pictures would be fetched." in out
    assert shop.host.requests == []


@pytest.mark.parametrize("status", [401, 403])
def test_missing_permission_for_the_catalogue_is_reported_once(
    shop: PictureShop, csv: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    import_file(csv, capsys)

    def refuse(operation: Operation, **options: Any) -> Any:
        if operation is REPLACE_PRODUCT:
            raise api.Refusal(Problem(type="no", title="No", status=status))
        return shop.call(operation, **options)

    monkeypatch.setattr(api, "call", refuse)
    with pytest.raises(CommandError, match="run it again to go on"):
        run(capsys)
    assert "not fetched" not in capsys.readouterr().out
