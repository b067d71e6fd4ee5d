"""What a file calls options and their values in further languages: cells beside those of the options themselves."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from backend.contracts.product.models import Option
from backend.contracts.product.translations import LocalOption, LocalValue
from storefront.imports import limits
from storefront.imports.columns import VALUES
from storefront.imports.entry import Entry, LocalChoice
from storefront.imports.formula_injection import split
from storefront.imports.translations import MOST_ATTRIBUTES

_SHOPIFY = tuple((f"option{number} name", f"option{number} value") for number in (1, 2, 3))
_LISTED = tuple(map(str.lower, VALUES))
TITLES, VALUE_TITLES = "option names", "value names"
FIELD_OF = {
    **{name: TITLES for name, _ in _SHOPIFY},
    **dict.fromkeys((*(value for _, value in _SHOPIFY), *_LISTED), VALUE_TITLES),
    **{f"variant option {number} name": TITLES for number in (1, 2, 3)},
    **{f"variant option {number} value": VALUE_TITLES for number in (1, 2, 3)},
    **{f"attribute {number} name": TITLES for number in range(1, MOST_ATTRIBUTES + 1)},
    **{f"attribute {number} value(s)": VALUE_TITLES for number in range(1, MOST_ATTRIBUTES + 1)},
}
"""What the columns of options and values are called in the formats that are read, each with what it names."""
_SHOWN = 40


def _alone(cell: str) -> tuple[str, ...]:
    return (cell,) if cell else ()


class OptionCells(NamedTuple):
    """An option of a row with its values, and the columns that name it and them in further languages."""

    option: str
    values: tuple[str, ...]
    title_column: str
    values_column: str
    split: Callable[[str], tuple[str, ...]] = _alone


def shopify_cells(cell: Callable[[str], str]) -> list[OptionCells]:
    """Return the options of a row of Shopify's form, each with its value."""
    return [
        OptionCells(cell(name), (value,) if (value := cell(column)) else (), name, column) for name, column in _SHOPIFY
    ]


def export_cells(cell: Callable[[str], str]) -> list[OptionCells]:
    """Return the options of a row of our export, whose values stand in one cell, too, and so do their names."""
    listed = [
        OptionCells(cell(name), split(cell(column), ", "), "", column, lambda names: split(names, ", "))
        for (name, _), column in zip(_SHOPIFY, _LISTED, strict=True)
    ]
    return [*listed, *shopify_cells(cell)]


def read(cell: Callable[[str], str], language: str, options: Iterable[OptionCells]) -> tuple[LocalChoice, ...]:
    """Return what a row calls its options in a language. `cell` gives that of a column, empty where there is none."""
    choices = (
        LocalChoice(
            option=each.option,
            position=position,
            title=cell(f"{each.title_column}@{language}"),
            values=each.values,
            titles=each.split(cell(f"{each.values_column}@{language}")),
        )
        for position, each in enumerate(options)
    )
    return tuple(each for each in choices if each.title or each.titles)


def fit(
    entries: Iterable[Entry], language: str, options: Iterable[Option], note: limits.Note
) -> tuple[LocalOption, ...]:
    """Return the names of these options in a language, of several the first; what fits none is told and left out."""
    by_name = {each.name: each for each in options}
    titles: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {name: {} for name in by_name}
    for choice in _choices(entries, language):
        if choice.option not in by_name:
            note(f"“{language}” names the option “{choice.option[:_SHOWN]}”, which the product does not have: left out")
            continue
        _put(titles, choice.option, choice.title, language, note)
        if len(choice.titles) not in (0, len(choice.values)):
            counts = f"{len(choice.titles)} names in “{language}” for {len(choice.values)} values"
            note(f"the option “{choice.option[:_SHOWN]}” has {counts}: left out")
            continue
        for value, title in zip(choice.values, choice.titles, strict=False):
            if value not in by_name[choice.option].values:
                note(f"“{language}” names the value “{value[:_SHOWN]}”, which the product does not have: left out")
                continue
            _put(values[choice.option], value, title, language, note)
    return tuple(each for name in by_name if not (each := _option(name, titles, values[name])).is_empty)


def _choices(entries: Iterable[Entry], language: str) -> Iterator[LocalChoice]:
    """Yield the choices of all rows, each with its option's name: later rows of some files tell it by its position."""
    names: dict[int, str] = {}
    for entry in entries:
        for texts in entry.translations:
            for choice in texts.options if texts.language == language else ():
                name = choice.option or names.get(choice.position, "")
                names.setdefault(choice.position, name)
                yield LocalChoice(
                    option=name,
                    position=choice.position,
                    title=choice.title,
                    values=choice.values,
                    titles=choice.titles,
                )


def _put(titles: dict[str, str], name: str, title: str, language: str, note: limits.Note) -> None:
    """Name something, unless it has a name: a second one is told."""
    short = limits.line(title, f"name of “{name[:_SHOWN]}” in “{language}”", note)
    if short and titles.setdefault(name, short) != short:
        both = f"“{titles[name][:_SHOWN]}” and “{short[:_SHOWN]}”"
        note(f"“{name[:_SHOWN]}” is called {both} in “{language}”: the first one counts")


def _option(name: str, titles: Mapping[str, str], values: Mapping[str, str]) -> LocalOption:
    pairs = tuple(LocalValue(value=value, title=title) for value, title in values.items() if title != value)
    return LocalOption(option=name, title=titles.get(name, ""), values=pairs)


def merge(
    read: Iterable[LocalOption], present: Iterable[LocalOption], fields: Collection[str]
) -> tuple[LocalOption, ...]:
    """Return the names of the file, and the present ones where it has no column for names of options or of values."""
    after, before = ({each.option: each for each in names} for names in (read, present))
    titles, values = (after if field in fields else before for field in (TITLES, VALUE_TITLES))
    merged = (
        LocalOption(
            option=name,
            title=titles[name].title if name in titles else "",
            values=values[name].values if name in values else (),
        )
        for name in dict.fromkeys((*after, *before))
    )
    return tuple(each for each in merged if not each.is_empty)


def meaning(options: Iterable[LocalOption]) -> frozenset[object]:
    """Return what the names say, whatever their order: a name that is the value itself says nothing."""
    pairs = ((each, frozenset(pair for pair in each.values if pair.title != pair.value)) for each in options)
    return frozenset((each.option, each.title, values) for each, values in pairs if each.title or values)
