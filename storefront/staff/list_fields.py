"""Lists in one field of a form, as people type them: parted by a mark, which a backslash before it makes a sign like
any other."""

from collections.abc import Sequence

from storefront.imports.formula_injection import join, split


def format_list(items: Sequence[str], mark: str) -> str:
    """Join items by a mark, and escape it within them: "TV/Audio" and "Radios" become "TV\\/Audio / Radios"."""
    return join(items, mark)


def parse_list(text: str, mark: str, stood: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the list again.

    `stood` is the one that the field was filled from: untouched it comes back exactly, white space and all.
    """
    if text == format_list(stood, mark):
        return tuple(stood)
    return tuple(item for typed in split(text, mark.strip()) if (item := typed.strip()))
