"""The home page's band of one program's pictures."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from storefront.demo.catalogue.series import ITEM
from storefront.product.series import SEEDS, series_picture
from storefront.web import pictures
from tests.storefront.service import Service


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.PICTURES = tmp_path
    monkeypatch.setattr(pictures, "_there", set())
    return tmp_path


def draw(folder: Path, seeds: range) -> None:
    for seed in seeds:
        (folder / f"{series_picture(seed, '').src}-640.webp").touch()


def test_until_every_seed_is_drawn_there_is_no_band(client: Client, shop: Service, folder: Path) -> None:
    draw(folder, SEEDS[:-1])
    assert 'class="section series"' not in client.get("/").content.decode()


def test_each_seed_stands_in_the_band_with_its_number(client: Client, shop: Service, folder: Path) -> None:
    draw(folder, SEEDS)
    html = client.get("/").content.decode()
    assert all(f"Seed {seed}" in html for seed in SEEDS)
    assert html.count('class="series__item"') == len(SEEDS)


def test_the_demo_draws_what_the_page_shows_each_with_its_own_seed() -> None:
    assert ITEM.product.pictures == tuple(series_picture(seed, f"Seed {seed}") for seed in SEEDS)
    assert [ITEM.arts[shot.of or 0].seed for shot in ITEM.shots] == list(SEEDS)
