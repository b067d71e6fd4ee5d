"""Which files a picture has."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from backend.contracts.picture.models import WIDTHS
from backend.contracts.product.models import Picture
from storefront.web.pictures import SIZES, picture_sources
from tests.storefront.service import Service


@pytest.fixture(autouse=True)
def _picture_files(tmp_path: Path, settings: Settings) -> None:
    settings.PICTURES = tmp_path / "pictures"
    settings.PICTURES.mkdir()
    for name in (settings.PICTURES / "tide-1-640.webp", tmp_path / "secret-640.webp"):
        name.touch()


def picture(src: str) -> Picture:
    return Picture(src=src, alt="Hills", width=960, height=1200)


@pytest.mark.parametrize(
    "src", ["https://elsewhere.example/a.jpg", "//elsewhere.example/a", "/etc/passwd", "../secret", "tide-2", "a://b"]
)
def test_what_is_not_ours_is_not_shown(src: str) -> None:
    assert picture_sources(picture(src), "card") is None


def test_no_picture_is_no_fault() -> None:
    assert picture_sources(None, "card") is None


@pytest.mark.parametrize("place", SIZES)
def test_every_width_is_offered_in_both_kinds_with_the_size_known(place: str) -> None:
    found = picture_sources(picture("tide-1"), place)
    assert found is not None
    for width in WIDTHS:
        assert f"/pictures/tide-1-{width}.avif {width}w" in found.avif
        assert f"/pictures/tide-1-{width}.webp {width}w" in found.webp
    assert (found.width, found.height) == ("960", "1200")


def test_a_product_whose_picture_is_not_there_has_none_asked_for(
    client: Client, shop: Service, settings: Settings
) -> None:
    settings.PICTURES = settings.PICTURES / "none"
    assert 'as="image"' not in client.get("/product/slow-tide/").content.decode()


@pytest.mark.parametrize(
    ("path", "beginning"), [("/product/slow-tide/", 'id="gallery"'), ("/", "<main"), ("/shop/", "<main")]
)
def test_a_pages_first_picture_is_asked_for_ahead_of_the_font_and_once(
    client: Client, shop: Service, path: str, beginning: str
) -> None:
    head, _, body = client.get(path).content.decode().partition("</head>")
    link = re.search(
        r'<link rel="preload" as="image" type="image/avif" imagesrcset="([^"]+)" imagesizes="([^"]+)"', head
    )
    assert link
    assert link.start() < head.index('as="font"')
    source = re.search(r'<source type="image/avif" srcset="([^"]+)" sizes="([^"]+)"', body[body.index(beginning) :])
    assert source
    assert link.groups() == source.groups()
    assert head.count('as="image"') == 1
