"""What options and their values are called in a further language, as the editor shows and reads it: beside each row of
the options a name, and the names of the values in the values' own order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from backend.contracts.product.models import MAX_OPTIONS, Option, Product
from backend.contracts.product.translations import LocalOption, LocalValue, Translation
from storefront.staff import list_fields
from storefront.staff.editor.fields import EditorField
from storefront.staff.editor.initial import COMMA

if TYPE_CHECKING:
    from storefront.staff.editor.local_texts import LocalForm

Row = tuple[str, tuple[str, ...]] | None
"""Name and values of an option as they are typed; None for a row that is empty."""


def fields() -> dict[str, EditorField]:
    """Return two fields for each row that options may have."""
    return {
        name: EditorField(label=label)
        for number in range(MAX_OPTIONS)
        for name, label in zip(_names(number), (f"Option {number + 1}", f"Values of option {number + 1}"), strict=True)
    }


def initial(product: Product | None, translation: Translation) -> dict[str, str]:
    """Return what the fields show of a product."""
    local = {each.option: each for each in translation.options}
    return {
        name: text
        for number, option in enumerate(product.options if product else ())
        if option.name in local
        for name, text in zip(_names(number), _texts(option, local[option.name]), strict=True)
    }


def read(form: "LocalForm", product: Product | None, rows: Sequence[Row]) -> tuple[LocalOption, ...]:
    """Return the names for these rows. One that was not typed over stays with its option and its value."""
    options = product.options if product else ()
    if not form.typed_options and [row for row in rows if row] == [(each.name, each.values) for each in options]:
        return form.present.options
    before = {each.option: each for each in form.present.options}
    typed = (
        _option(form, number, row, before.get(_name_before(number, rows, options)))
        for number, row in enumerate(rows)
        if row
    )
    return tuple(each for each in typed if not each.is_empty)


def find_wrong(form: "LocalForm", rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Yield each field that was typed and fits no option, with what to do about it."""
    for number, row in enumerate(rows):
        name, values = _names(number)
        typed = list_fields.parse_list(form.text(values), COMMA) if values in form.typed_options else ()
        if row is None:
            for field in (name, values):
                if field in form.typed_options and form.text(field):
                    yield field, "Enter the option itself, too, or leave this empty."
        elif typed and len(typed) != len(row[1]):
            wanted = f"Enter {len(row[1])} values, one for each of the option’s, separated by commas"
            yield values, f"{wanted}; these are {len(typed)}."


def field_of(texts: Mapping[str, object], at: int, part: str | None, rows: Sequence[Row]) -> str:
    """Return the field that an error is about: of the option at that place among the texts, and of its values where
    `part` says so."""
    named = dict(enumerate(cast("Sequence[Mapping[str, str]]", texts["options"]))).get(at, {}).get("option")
    number = next((number for number, row in enumerate(rows) if row and row[0] == named), 0)
    return _names(number)[part == "values"]


def _names(number: int) -> tuple[str, str]:
    return f"option_{number}", f"values_{number}"


def _texts(option: Option, local: LocalOption) -> tuple[str, str]:
    titles = local.titles
    listed = [titles.get(value, value) for value in option.values] if titles else []
    return local.title, list_fields.format_list(listed, COMMA)


def _name_before(number: int, rows: Sequence[Row], options: Sequence[Option]) -> str:
    """Return what the option of a row was called: one that has a new name stands where it stood."""
    name = (rows[number] or ("", ()))[0]
    former = options[number].name if number < len(options) else name
    is_new = name not in {each.name for each in options}
    return former if is_new and former not in {row[0] for row in rows if row} else name


def _option(
    form: "LocalForm", number: int, row: tuple[str, tuple[str, ...]], before: LocalOption | None
) -> LocalOption:
    (name, values), (title_field, values_field) = row, _names(number)
    titles: Mapping[str, str] = before.titles if before else {}
    if values_field in form.typed_options:
        typed = zip(values, list_fields.parse_list(form.text(values_field), COMMA), strict=False)
        titles = {value: title for value, title in typed if title != value}
    title = form.text(title_field) if title_field in form.typed_options else before.title if before else ""
    pairs = tuple(LocalValue(value=value, title=titles[value]) for value in values if value in titles)
    return LocalOption(option=name, title=title, values=pairs)
