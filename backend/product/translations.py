"""The rules of a product's texts in further languages. No I/O."""

from collections.abc import Iterable, Sequence

from backend.contracts.problem import FieldError
from backend.contracts.product.models import Option, Picture, ProductBody
from backend.contracts.product.translations import LocalOption, Translation
from backend.contracts.shop import LANGUAGES
from backend.product.duplicates import find_duplicates


def wrong_translations(body: ProductBody) -> Iterable[FieldError]:
    """Yield what is wrong with the texts in further languages."""
    for index in find_duplicates(each.language for each in body.translations):
        yield FieldError(field=f"translations[{index}].language", message="There are texts in this language already")
    for index, each in enumerate(body.translations):
        if each.language == LANGUAGES[0]:
            yield FieldError(field=f"translations[{index}].language", message="The product's own texts are in it")
        if each.is_empty:
            yield FieldError(field=f"translations[{index}].title", message="Says nothing: leave the language out")
        if each.category and len(each.category) != len(body.category):
            message = f"Needs {len(body.category)}: one per level of the category"
            yield FieldError(field=f"translations[{index}].category", message=message)
        yield from _options(body.options, each, f"translations[{index}].options")
        yield from _alts(body.pictures, each, f"translations[{index}].alts")


def _alts(pictures: Sequence[Picture], translation: Translation, field: str) -> Iterable[FieldError]:
    sources, visited = {each.src for each in pictures}, set[str]()
    for index, each in enumerate(translation.alts):
        if each.src not in sources:
            yield FieldError(field=f"{field}[{index}].src", message="The product has no such picture")
        elif each.src in visited:
            yield FieldError(field=f"{field}[{index}].src", message="What it shows is told in this language already")
        visited.add(each.src)


def _options(options: Sequence[Option], translation: Translation, field: str) -> Iterable[FieldError]:
    if not translation.options:
        return
    for index in find_duplicates(each.option for each in translation.options):
        yield FieldError(field=f"{field}[{index}].option", message="The option has names in this language already")
    by_name = {each.name: each for each in options}
    for index, each in enumerate(translation.options):
        if each.option not in by_name:
            yield FieldError(field=f"{field}[{index}].option", message="The product has no such option")
        elif each.is_empty:
            yield FieldError(field=f"{field}[{index}].title", message="Says nothing: leave the option out")
        else:
            yield from _values(by_name[each.option], each, f"{field}[{index}].values")
    titles = {each.option: each.title for each in translation.options}
    for twin in find_duplicates(titles.get(each.name) or each.name for each in options):
        at = next((index for index, each in enumerate(translation.options) if each.option == options[twin].name), 0)
        yield FieldError(field=f"{field}[{at}].title", message="Another option is called this")


def _values(option: Option, local: LocalOption, field: str) -> Iterable[FieldError]:
    for index in find_duplicates(each.value for each in local.values):
        yield FieldError(field=f"{field}[{index}].value", message="The value has a name in this language already")
    for index, each in enumerate(local.values):
        if each.value not in option.values:
            yield FieldError(field=f"{field}[{index}].value", message="The option has no such value")
    titles = local.titles
    for twin in find_duplicates(titles.get(value, value) for value in option.values):
        at = next((index for index, each in enumerate(local.values) if each.value == option.values[twin]), 0)
        yield FieldError(field=f"{field}[{at}].title", message="Another value is called this")
