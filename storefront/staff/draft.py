"""A product as it stands in the editor: what was typed, and what is wrong with it, field by field. Nothing typed is ever lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from django.http import QueryDict

from backend.contracts.problem import FieldError
from backend.contracts.product import OPTIONS, PICTURES, VARIANTS, Picture, Product, ProductBody
from storefront.imports.money import minor

CURRENCY, APART, BLANK = "EUR", " / ", 2
TEXTS = ("title", "brand", "category", "tags", "description")
_COMMA = re.compile(r"^([0-9]+),([0-9]{1,2})$")
_PATH = re.compile(r"\$?\.?(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")
_WRONG = {
    "title": "Enter a title: one line of at most 200 characters.",
    "brand": "One line of at most 200 characters.",
    "category": f"Enter one to eight titles, parted by “{APART.strip()}”.",
    "tags": "At most 30 words or phrases, parted by commas.",
    "description": "At most 20,000 characters.",
    "sku": "Letters, digits, dots, hyphens and underscores: at most 64.",
    "price": "Enter a price such as 24.00.",
    "compare_at": "Enter a price such as 24.00, or leave it empty.",
    "options": "Enter a name, and one or more values parted by commas.",
    "variants": "Enter one to 40 variants.",
    "alt": "One line of at most 200 characters.",
}


@dataclass
class Row:
    """A variant's fields as typed, and what is wrong with them by field."""

    sku: str = ""
    price: str = ""
    compare_at: str = ""
    values: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.sku or self.price or self.compare_at)


@dataclass
class Choice:
    """An option's name and values as typed."""

    name: str = ""
    values: str = ""
    wrong: str = ""


@dataclass
class Shot:
    """A picture of the product, its text as typed, and its place in the order."""

    picture: Picture
    alt: str
    place: str
    removed: bool = False
    wrong: str = ""


@dataclass
class Draft:
    """The whole form. `version` is the one that what was typed stands on."""

    texts: dict[str, str]
    options: list[Choice]
    rows: list[Row]
    shots: list[Shot]
    version: int
    rank: int = 0
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything wrong: the field's id, what it is called, and what to do."""
        found = [(name, name.capitalize(), text) for name, text in self.wrong.items()]
        found += [(f"option-{place}", f"Option {place + 1}", each.wrong) for place, each in enumerate(self.options) if each.wrong]
        for place, row in enumerate(self.rows):
            found += [(f"{name}-{place}", f"Variant {place + 1}", text) for name, text in row.wrong.items()]
        return found + [(f"alt-{place}", f"Picture {place + 1}", shot.wrong) for place, shot in enumerate(self.shots) if shot.wrong]

    @property
    def named(self) -> list[Choice]:
        return [option for option in self.options if option.name or option.values]


def empty() -> Draft:
    """A new product's form."""
    return Draft(dict.fromkeys(TEXTS, ""), [Choice() for _ in range(OPTIONS)], _rows([], 0), [], 1)


def of(product: Product) -> Draft:
    """The form of a product as it is."""
    texts = {"title": product.title, "brand": product.brand, "category": APART.join(product.category), "tags": ", ".join(product.tags),
             "description": product.description}  # fmt: skip
    options = [Choice(option.name, ", ".join(option.values)) for option in product.options]
    rows = [
        Row(each.sku, money(each.price), money(each.compare_at) if each.compare_at else "", list(each.values)) for each in product.variants
    ]
    shots = [Shot(picture, picture.alt, str(place)) for place, picture in enumerate(product.pictures, 1)]
    missing = [Choice() for _ in range(OPTIONS - len(options))]
    return Draft(texts, [*options, *missing], _rows(rows, len(product.options)), shots, product.version, product.rank)


def typed(form: QueryDict, product: Product | None) -> Draft:
    """What was sent. Pictures are those of the product, whose size no form may say."""
    texts = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in TEXTS}
    options = [Choice(name.strip(), values.strip()) for name, values in _columns(form, "option", "values", OPTIONS)]
    rows = [_row(form, place) for place in range(min(len(form.getlist("sku")), VARIANTS + BLANK))]
    shots = [_shot(form, place, picture) for place, picture in enumerate(product.pictures if product else ())]
    count = len([option for option in options if option.name])
    version = form.get("version", "1")
    return Draft(texts, options, _rows([row for row in rows if not row.empty], count), shots, int(version) if version.isdecimal() else 1,
                 product.rank if product else 0)  # fmt: skip


def _columns(form: QueryDict, first: str, second: str, most: int) -> list[tuple[str, str]]:
    names, values = ([*form.getlist(name)[:most], *[""] * most][:most] for name in (first, second))
    return list(zip(names, values, strict=True))


def _row(form: QueryDict, place: int) -> Row:
    def one(name: str) -> str:
        found = form.getlist(name)
        return found[place].strip() if place < len(found) else ""

    return Row(one("sku"), one("price"), one("compare_at"), [one(f"value-{number}") for number in range(OPTIONS)])


def _shot(form: QueryDict, place: int, picture: Picture) -> Shot:
    """Found by its `src`: somebody else may have changed the order meanwhile."""
    sent = form.getlist("src")
    if picture.src not in sent:
        return Shot(picture, picture.alt, str(place + 1))
    at = sent.index(picture.src)
    alts, places = form.getlist("alt"), form.getlist("place")
    alt = alts[at].strip() if at < len(alts) else picture.alt
    return Shot(picture, alt, places[at] if at < len(places) else str(place + 1), picture.src in form.getlist("remove"))


def _rows(rows: Sequence[Row], options: int) -> list[Row]:
    """The rows and some empty ones, each with a place for every option."""
    spare = min(BLANK if rows else BLANK + 1, VARIANTS - len(rows))
    found = [*rows, *(Row() for _ in range(spare))]
    for row in found:
        row.values = [*row.values, *[""] * OPTIONS][: max(options, 0)]
    return found


def body(draft: Draft) -> ProductBody | None:
    """What the contract takes; None where something is wrong, which the draft then says."""
    options = draft.named
    values = {
        "title": draft.texts["title"], "brand": draft.texts["brand"], "description": draft.texts["description"], "currency": CURRENCY,
        "category": _parts(draft.texts["category"], APART.strip()), "tags": _parts(draft.texts["tags"], ","), "rank": draft.rank,
        "options": [{"name": option.name, "values": _parts(option.values, ",")} for option in options],
        "variants": [_variant(row, len(options)) for row in draft.rows if not row.empty],
        "pictures": [{**msgspec.to_builtins(shot.picture), "alt": shot.alt} for shot in _ordered(draft.shots)],
    }  # fmt: skip
    if draft.errors:
        return None
    try:
        return msgspec.convert(values, ProductBody)
    except msgspec.ValidationError as error:
        path = str(error).rpartition("`$")[2].rstrip("`").lstrip(".")
        blame(draft, [FieldError(field=path, message="")])
        return None


def _variant(row: Row, options: int) -> dict[str, object]:
    return {
        "sku": row.sku, "values": row.values[:options], "price": _price(row, "price"),
        "compare_at": _price(row, "compare_at") if row.compare_at else None,
    }  # fmt: skip


def _price(row: Row, name: str) -> int:
    try:
        return minor(_COMMA.sub(r"\1.\2", getattr(row, name)))
    except ValueError:
        row.wrong[name] = _WRONG[name]
        return 0


def _ordered(shots: Sequence[Shot]) -> list[Shot]:
    kept = [shot for shot in shots if not shot.removed][:PICTURES]
    return sorted(kept, key=lambda shot: int(shot.place) if shot.place.isdecimal() else PICTURES)


def _parts(text: str, mark: str) -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]


def blame(draft: Draft, errors: Sequence[FieldError]) -> None:
    """Puts what a service says is wrong at the field that it is about."""
    rows = [row for row in draft.rows if not row.empty]
    for error in errors:
        found = _PATH.match(error.field)
        name, place, part = found.groups() if found else ("title", None, None)
        index = int(place) if place else 0
        if name == "variants" and place and index < len(rows):
            part = part if part in ("sku", "price", "compare_at") else "values"
            rows[index].wrong[part] = error.message or _WRONG.get(part, "Enter one of the option’s values.")
        elif name == "options" and place and index < len(draft.named):
            draft.named[index].wrong = error.message or _WRONG["options"]
        elif name == "pictures" and place and index < len(draft.shots):
            _ordered(draft.shots)[index].wrong = error.message or _WRONG["alt"]
        else:
            where = name if name in TEXTS else "variants" if name == "variants" else "title"
            draft.wrong[where] = error.message or _WRONG[where]


def differences(product: Product, mine: Draft) -> list[tuple[str, str, str]]:
    """Where the product as it is now differs from what was typed: the field, what it is, what was typed."""
    theirs = of(product)
    found = [(name.capitalize(), theirs.texts[name], mine.texts[name]) for name in TEXTS if theirs.texts[name] != mine.texts[name]]
    ours = {row.sku: row for row in mine.rows if not row.empty}
    known = {row.sku: row for row in theirs.rows if not row.empty}
    for sku in dict.fromkeys([*known, *ours]):
        now, then = (_told(rows.get(sku)) for rows in (known, ours))
        if now != then:
            found.append((sku, now, then))
    return found


def _told(row: Row | None) -> str:
    if row is None:
        return "not there"
    return f"{row.price}{f' instead of {row.compare_at}' if row.compare_at else ''}{''.join(f' · {value}' for value in row.values)}"


def money(amount: int) -> str:
    """As it is typed: `24.00`."""
    return f"{amount // 100}.{amount % 100:02}"
