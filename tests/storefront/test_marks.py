"""The shop's marks are what their program draws."""

from storefront import marks


def test_the_files_are_what_the_program_draws() -> None:
    for path, text in marks.marks().items():
        assert path.read_text() == text, f"run python -m storefront.marks: {path.name} is not current"


def test_every_mark_is_small() -> None:
    assert max(len(text) for text in marks.marks().values()) < 12_000


def test_icons_are_drawn_in_their_size() -> None:
    assert marks.icon(180).size == (180, 180)
