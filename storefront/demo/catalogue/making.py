"""Puts a form, its words and its pictures together as one product."""

from collections.abc import Sequence
from html import escape
from itertools import product as combinations

from backend.contracts.currencies import EURO
from backend.contracts.product.models import Choice, NewProduct, Option, Picture, Variant
from backend.contracts.product.translations import LocalAlt, LocalOption, LocalValue, Translation
from backend.contracts.types import Language
from storefront.demo.catalogue.forms import Choice as FormChoice
from storefront.demo.catalogue.forms import Form, Value
from storefront.demo.catalogue.local_pictures import describe
from storefront.demo.catalogue.local_texts import LocalTexts, languages_of, read_texts
from storefront.demo.item import Art, Item, Shot

WIDTH, HEIGHT = 1280, 1600


def item(
    form: Form, id: str, title: str, brand: str, category: tuple[str, ...], text: str, arts: Sequence[Art],
    shots: Sequence[Shot], *,
    tags: tuple[str, ...] = (), sale: int = 0, facts: tuple[str, ...] = (),
) -> Item:  # fmt: skip
    """`brand` is the program that draws it, `sale` per cent off; `facts` stand before those of the form."""
    signed = (f"Drawn by {brand}, seed {arts[0].seed}",) if len(arts) == 1 else ()
    pictures = tuple(_picture(f"{id}-{number}", shot, arts) for number, shot in enumerate(shots, 1))
    local = tuple(
        _translation(language, id, category, (*facts, *form.facts), brand, arts, form, pictures, tags)
        for language in languages_of(id)
    )
    product = NewProduct(
        id=id,
        title=title,
        currency=EURO,
        category=category,
        brand=brand,
        tags=tags,
        description=_html(text, (*facts, *form.facts, *signed)),
        options=tuple(
            Option(name=choice.name, values=tuple(value.name for value in choice.values)) for choice in form.choices
        ),
        variants=tuple(_variant(form, id, values, sale) for values in _value_choices(form)),
        pictures=pictures,
        translations=local,
    )
    return Item(product, tuple(arts), tuple(shots))


def _translation(
    language: Language, id: str, category: Sequence[str], facts: Sequence[str], brand: str, arts: Sequence[Art],
    form: Form, pictures: Sequence[Picture], tags: Sequence[str],
) -> Translation:  # fmt: skip
    local = read_texts(language)
    signed = (local.drawn.format(brand=brand, seed=arts[0].seed),) if len(arts) == 1 else ()
    return Translation(
        language=language,
        title=local.products[id].title,
        category=tuple(local.categories[title] for title in category),
        description=_html(local.products[id].text, (*(local.facts[fact] for fact in facts), *signed)),
        options=tuple(_local_option(choice, local) for choice in form.choices),
        alts=tuple(
            LocalAlt(src=each.src, alt=describe(language, each.src, each.alt, local.products[id].title))
            for each in pictures
        ),
        tags=tuple(local.tags[tag] for tag in tags),
    )


def _local_option(choice: FormChoice, local: LocalTexts) -> LocalOption:
    values = tuple(
        LocalValue(value=value.name, title=local.values[value.name])
        for value in choice.values
        if value.name in local.values
    )
    return LocalOption(option=choice.name, title=local.options[choice.name], values=values)


def _picture(src: str, shot: Shot, arts: Sequence[Art]) -> Picture:
    shows = tuple(Choice(option=option, value=value) for option, value in shot.shows.items())
    drawn = arts[shot.of or 0 : 1 + (shot.of or 0)]
    colours = drawn[0].palette.names if drawn else ()
    return Picture(src=src, alt=shot.alt, width=WIDTH, height=HEIGHT, shows=shows, colours=colours)


def _value_choices(form: Form) -> list[tuple[Value, ...]]:
    """The choices that are made, in their order."""
    every = combinations(*(choice.values for choice in form.choices))
    return [values for values in every if tuple(value.code for value in values) not in form.without]


def _variant(form: Form, id: str, values: tuple[Value, ...], sale: int) -> Variant:
    """A reduced price ends in 00 or 50 cents."""
    full = form.cents + sum(value.cents for value in values)
    price = round(full * (100 - sale) / 5000) * 50 if sale else full
    sku = "-".join((form.code, id.upper(), *(value.code for value in values)))
    return Variant(
        sku=sku, values=tuple(value.name for value in values), price=price, compare_at=full if sale else None
    )


def _html(text: str, facts: Sequence[str]) -> str:
    paragraphs = "".join(f"<p>{escape(' '.join(part.split()), quote=False)}</p>" for part in text.strip().split("\n\n"))
    return f"{paragraphs}<ul>{''.join(f'<li>{escape(fact, quote=False)}</li>' for fact in facts)}</ul>"
