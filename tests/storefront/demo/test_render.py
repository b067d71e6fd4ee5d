"""Pictures are drawn once, whole, and again only when they would differ."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from storefront.demo import recipe, render
from storefront.demo.catalogue import ITEMS
from storefront.demo.item import Item, art, shot
from storefront.demo.render import FORMATS, LISTED, MANIFEST, WIDTHS, draw_all, draw_item, files, key, missing_pictures
from tests.storefront.demo import plain

BOOKMARKS = ITEMS["four-bookmarks"]


def item(**knobs: Any) -> Item:
    return BOOKMARKS._replace(
        arts=(art(plain.draw, 1, "soot"),), shots=(shot(plain.scene, BOOKMARKS.shots[0].alt, **knobs),)
    )


def test_a_scene_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ArithmeticError):
        draw_item(BOOKMARKS._replace(shots=(shot(plain.fail, "x"),)), [0], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_width_and_format_is_written_and_nothing_else(tmp_path: Path) -> None:
    draw_item(item(), [0], tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(files(tmp_path, "four-bookmarks-1"))
    assert len(list(tmp_path.iterdir())) == len(WIDTHS) * len(FORMATS)
    for file in tmp_path.iterdir():
        with Image.open(file) as image:
            width = int(file.stem.rpartition("-")[2])
            assert (image.format or "").lower() == file.suffix[1:]
            assert image.size == (width, width * 5 // 4)


def _remember(folder: Path, made: dict[str, str]) -> None:
    (folder / MANIFEST).write_text(json.dumps(made))


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    _remember(tmp_path, draw_item(item(), [0], tmp_path))
    assert list(missing_pictures([item()], tmp_path)) == []


def test_a_lost_file_or_manifest_is_made_up_for(tmp_path: Path) -> None:
    _remember(tmp_path, draw_item(item(), [0], tmp_path))
    (tmp_path / "four-bookmarks-1-960.avif").unlink()
    assert [numbers for _, numbers in missing_pictures([item()], tmp_path)] == [[0]]
    draw_item(item(), [0], tmp_path)
    (tmp_path / MANIFEST).write_text("{ not json")
    assert [numbers for _, numbers in missing_pictures([item()], tmp_path)] == [[0]]


def test_another_knob_seed_or_palette_asks_for_another_picture() -> None:
    same, knob = item(), item(grey=100)
    seed = same._replace(arts=(art(plain.draw, 2, "soot"),))
    palette = same._replace(arts=(art(plain.draw, 1, "fjord"),))
    assert len({key(each, 0) for each in (same, knob, seed, palette)}) == 4
    assert key(same, 0) == key(item(), 0)


def test_a_picture_depends_on_the_code_that_draws_it_and_on_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = ("seven-hills", "two-pears")
    before = [key(ITEMS[id], 0) for id in ids]
    real = recipe.code
    monkeypatch.setattr(
        recipe, "code", lambda module: "changed" if module == "storefront.demo.art.tide" else real(module)
    )
    hills, pears = (key(ITEMS[id], 0) for id in ids)
    assert hills != before[0]
    assert pears == before[1]


def test_the_whole_shop_is_looked_through_in_no_time(tmp_path: Path) -> None:
    _remember(
        tmp_path,
        {
            picture.src: key(each, number)
            for each in ITEMS.values()
            for number, picture in enumerate(each.product.pictures)
        },
    )
    for each in ITEMS.values():
        for picture in each.product.pictures:
            for file in files(tmp_path, picture.src):
                file.touch()
    started = time.process_time()
    assert draw_all(ITEMS, tmp_path, lambda finish, total: None) == 0
    assert time.process_time() - started < 1.5


def test_drawing_in_other_processes_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    assert draw_all({"four-bookmarks": BOOKMARKS}, tmp_path, lambda finish, total: told.append((finish, total))) == 1
    assert told == [(1, 1)]
    assert all(file.exists() for file in files(tmp_path, "four-bookmarks-1"))
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]
    assert draw_all({"four-bookmarks": BOOKMARKS}, tmp_path, lambda finish, total: told.append((finish, total))) == 0


def test_what_lists_show_of_every_product_is_drawn_before_any_other_picture(tmp_path: Path) -> None:
    jobs = render._first_things_first(missing_pictures(ITEMS.values(), tmp_path))
    listed = [all(number < LISTED for number in numbers) for _, numbers in jobs]
    assert listed == sorted(listed, reverse=True)
    assert sum(len(numbers) for _, numbers in jobs) == sum(len(each.shots) for each in ITEMS.values())


def test_leading_products_are_drawn_first(tmp_path: Path) -> None:
    ranks = [each.product.rank for each, _ in missing_pictures(ITEMS.values(), tmp_path)]
    assert ranks == sorted(ranks, reverse=True)
    assert render.MASTER[0] == max(WIDTHS)
