"""Every scene photographs what it is given, whole and in the shop's one format."""

import numpy as np
import pytest
from PIL import Image

from storefront.demo.catalogue import ITEMS
from storefront.demo.item import Item
from storefront.demo.render import MASTER, photograph

RED = Image.new("RGB", (320, 400), (230, 20, 20))
SHOTS = [(item, number) for item in ITEMS.values() for number in range(len(item.shots))]
SCENES = {item.shots[number].scene: (item, number) for item, number in SHOTS}


@pytest.mark.parametrize(("item", "number"), SCENES.values(), ids=[scene.__name__ for scene in SCENES])
def test_a_scene_shows_its_drawing_in_the_shops_format(
    item: Item, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storefront.demo.render.draw", lambda *_: RED)
    image = photograph(item, number, lambda index: RED)
    assert (image.size, image.mode) == (MASTER, "RGB")
    red = (np.asarray(image, np.int16) * [1, -1, 0]).sum(axis=2) > 90
    assert red.any() == bool(item.arts)


def test_a_photograph_is_the_same_each_time() -> None:
    item = ITEMS["seven-hills"]
    first, again = (photograph(item, 1, lambda index: RED).tobytes() for _ in range(2))
    assert first == again
