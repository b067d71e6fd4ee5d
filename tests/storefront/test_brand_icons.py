"""The shop's marks are what their program draws."""

import re
from pathlib import Path

from storefront.demo import brand_icons


def test_the_files_are_what_the_program_draws() -> None:
    for path, text in brand_icons.marks().items():
        assert path.read_text() == text, f"run python -m storefront.demo.brand_icons: {path.name} is not current"


def test_every_mark_is_small() -> None:
    assert max(len(text) for text in brand_icons.marks().values()) < 7_000


def test_the_card_of_a_shared_link_has_the_size_that_its_page_says() -> None:
    card, said = brand_icons.card(), Path("storefront/templates/layout/card.html").read_text()
    assert re.findall(r'content="(\d+)"', said) == [str(each) for each in card.size]
    assert (brand_icons.ICONS / "card.png").stat().st_size < 300_000  # WhatsApp leaves larger ones out


def test_icons_are_drawn_in_their_size() -> None:
    assert brand_icons.icon(180).size == (180, 180)
