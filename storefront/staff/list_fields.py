"""Lists in one field of a form, as people type them: parted by a mark, which a backslash before it makes a sign like any other."""

from collections.abc import Sequence

from storefront.imports.formula_injection import joined, split


def shown(items: Sequence[str], mark: str) -> str:
    """`TV/Audio` and `Radios` by ` / `: `TV\\/Audio / Radios`."""
    return joined(items, mark)


def read(text: str, mark: str, stood: Sequence[str] = ()) -> tuple[str, ...]:
    """The list again. `stood` is the one that the field was filled from: untouched it comes back exactly, white space and all."""
    if text == shown(stood, mark):
        return tuple(stood)
    return tuple(item for typed in split(text, mark.strip()) if (item := typed.strip()))
