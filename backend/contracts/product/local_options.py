"""A product's options as they are called in further languages, and what its pictures show."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from backend.contracts.product.models import Option, Picture, Product, ProductBody, Variant
from backend.contracts.product.translations import LocalAlt, LocalOption, LocalValues, Translation


def local_values(product: ProductBody, variant: Variant) -> tuple[LocalValues, ...]:
    """Return what the variant's values are called in each language that has a name for one of them, as copies of the
    product keep them."""
    return tuple(
        LocalValues(language=each.language, values=values)
        for each in product.translations
        if each.options and (values := _values_in(product, variant, _by_option(each))) != variant.values
    )


def product_in(product: Product, translation: Translation) -> Product:
    """Return the product with its options, its variants' values and what its pictures show called as in a language."""
    if not (translation.options or translation.alts):
        return product
    names, alts = _by_option(translation), {each.src: each.alt for each in translation.alts}
    return replace(
        product,
        options=tuple(_option_in(each, names) for each in product.options),
        variants=tuple(replace(each, values=_values_in(product, each, names)) for each in product.variants),
        pictures=tuple(
            replace(
                each,
                alt=alts.get(each.src, each.alt),
                shows=tuple(
                    replace(pair, option=_title(pair.option, names), value=_value(pair.option, pair.value, names))
                    for pair in each.shows
                ),
            )
            for each in product.pictures
        ),
    )


def fit_options(local: Iterable[LocalOption], options: Iterable[Option]) -> tuple[LocalOption, ...]:
    """Return those of the names that are of options and values of these."""
    values = {each.name: each.values for each in options}
    fitting = (
        replace(each, values=tuple(pair for pair in each.values if pair.value in values[each.option]))
        for each in local
        if each.option in values
    )
    return tuple(each for each in fitting if not each.is_empty)


def fit_alts(local: Iterable[LocalAlt], pictures: Iterable[Picture]) -> tuple[LocalAlt, ...]:
    """Return those of the texts that are of these pictures."""
    sources = {each.src for each in pictures}
    return tuple(each for each in local if each.src in sources)


def move_alts(translations: Iterable[Translation], sources: Mapping[str, str]) -> tuple[Translation, ...]:
    """Return the texts for pictures that have new addresses, by the former ones; of two that share one the first."""
    return tuple(replace(each, alts=_at_new(each.alts, sources)) for each in translations)


def _at_new(alts: Iterable[LocalAlt], sources: Mapping[str, str]) -> tuple[LocalAlt, ...]:
    by_source: dict[str, LocalAlt] = {}
    for each in alts:
        src = sources.get(each.src, each.src)
        by_source.setdefault(src, LocalAlt(src=src, alt=each.alt))
    return tuple(by_source.values())


def _option_in(option: Option, names: Mapping[str, LocalOption]) -> Option:
    values = tuple(_value(option.name, value, names) for value in option.values)
    return Option(name=_title(option.name, names), values=values)


def _values_in(product: ProductBody, variant: Variant, names: Mapping[str, LocalOption]) -> tuple[str, ...]:
    pairs = zip(product.options, variant.values, strict=False)
    return tuple(_value(option.name, value, names) for option, value in pairs)


def _title(option: str, names: Mapping[str, LocalOption]) -> str:
    return (names[option].title if option in names else "") or option


def _value(option: str, value: str, names: Mapping[str, LocalOption]) -> str:
    return names[option].titles.get(value, value) if option in names else value


def _by_option(translation: Translation) -> dict[str, LocalOption]:
    return {each.option: each for each in translation.options}
