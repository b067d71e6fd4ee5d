"""The shop's marks are what their program draws."""

from storefront.demo import brand_icons


def test_the_files_are_what_the_program_draws() -> None:
    for path, text in brand_icons.marks().items():
        assert path.read_text() == text, f"run python -m storefront.demo.brand_icons: {path.name} is not current"


def test_every_mark_is_small() -> None:
    assert max(len(text) for text in brand_icons.marks().values()) < 12_000


def test_icons_are_drawn_in_their_size() -> None:
    assert brand_icons.icon(180).size == (180, 180)
