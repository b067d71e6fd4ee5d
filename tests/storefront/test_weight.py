"""What a first visit loads, compressed, is within the budget: CSS 20 kB, scripts 25 kB, font 40 kB."""

import gzip
from pathlib import Path

from django.conf import settings

from storefront.web import styles

STATIC = Path(settings.STATICFILES_DIRS[0])


def weight(pattern: str) -> int:
    found = list(STATIC.glob(pattern))
    assert found
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in found)


def test_the_style_sheet_is_light_as_it_is_sent() -> None:
    assert len(styles.sheet().small) < 20_000


def test_scripts_are_light() -> None:
    assert weight("js/*.js") < 25_000


def test_the_font_is_light_and_its_licence_beside_it() -> None:
    assert sum(file.stat().st_size for file in STATIC.glob("font/*.woff2")) < 40_000
    assert all(file.with_suffix(".LICENSE").exists() for file in STATIC.glob("font/*.woff2"))


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    assert not any("http" in file.read_text() for file in STATIC.glob("css/*.css"))
