"""Which files a picture has."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from backend.contracts.picture.models import WIDTHS
from backend.contracts.product.models import Picture
from storefront.web.pictures import SIZES, picture_sources


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
