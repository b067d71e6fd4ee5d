"""A product as it stands in the editor: what was typed, and what is wrong with it, field by field. Nothing typed is ever lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from django.http import QueryDict

from backend.contracts.problem import FieldError
from backend.contracts.product import OPTIONS, PICTURES, VARIANTS, Picture, Product, ProductBody
from storefront.imports.money import minor
from storefront.staff import lists

CURRENCY, BLANK = "EUR", 2
APART, COMMA = " / ", ", "
TEXTS = ("title", "brand", "category", "tags", "description")
_COMMA = re.compile(r"^([0-9]+),([0-9]{1,2})$")
_BREAK = re.compile(r"\r\n?")
_PATH = re.compile(r"\$?\.?(\w+)(?:\[(\d+)\])?(?:\.(\w+))?(?:\[(\d+)\])?")
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
    """An option's name and values as typed; `stood` are the values that the field was filled from, `where` is the field that is wrong."""

    name: str = ""
    values: str = ""
    stood: tuple[str, ...] = ()
    wrong: str = ""
    where: str = "option"


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
    """The whole form. `version` is the one that what was typed stands on, `product` the one that the fields were filled from."""

    texts: dict[str, str]
    options: list[Choice]
    rows: list[Row]
    shots: list[Shot]
    version: int
    product: Product | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything wrong: the field's id, what it is called, and what to do."""
        found = [(name, name.capitalize(), text) for name, text in self.wrong.items()]
        found += [(f"{each.where}-{place}", f"Option {place + 1}", each.wrong) for place, each in enumerate(self.options) if each.wrong]
        for place, row in enumerate(self.rows):
            found += [(f"{name}-{place}", f"Variant {place + 1}", text) for name, text in row.wrong.items()]
        return found + [(f"alt-{place}", f"Picture {place + 1}", shot.wrong) for place, shot in enumerate(self.shots) if shot.wrong]

    @property
    def currency(self) -> str:
        return self.product.currency if self.product else CURRENCY

    @property
    def named(self) -> list[Choice]:
        return [option for option in self.options if option.name or option.values]


def empty() -> Draft:
    """A new product's form."""
    return Draft(dict.fromkeys(TEXTS, ""), [Choice() for _ in range(OPTIONS)], _rows([], 0), [], 1)


def of(product: Product) -> Draft:
    """The form of a product as it is."""
    texts = {"title": product.title, "brand": product.brand, "category": lists.shown(product.category, APART),
             "tags": lists.shown(product.tags, COMMA), "description": product.description}  # fmt: skip
    options = [Choice(option.name, lists.shown(option.values, COMMA), option.values) for option in product.options]
    rows = [Row(each.sku, money(each.price), money(each.compare_at), list(each.values)) for each in product.variants]
    shots = [Shot(picture, picture.alt, str(place)) for place, picture in enumerate(product.pictures, 1)]
    missing = [Choice() for _ in range(OPTIONS - len(options))]
    return Draft(texts, [*options, *missing], _rows(rows, len(product.options)), shots, product.version, product)


def typed(form: QueryDict, product: Product | None) -> Draft:
    """What was sent. Pictures are those of the product, whose size no form may say."""
    stood = of(product) if product else empty()
    texts = {name: _one(form.get(name, ""), stood.texts[name]) for name in TEXTS}
    sent = _columns(form, "option", "values", OPTIONS)
    options = [
        Choice(_one(name, was.name), _one(values, was.values), was.stood) for (name, values), was in zip(sent, stood.options, strict=True)
    ]
    rows = [_row(form, place) for place in range(min(len(form.getlist("sku")), VARIANTS + BLANK))]
    shots = [_shot(form, place, product.pictures) for place in range(len(product.pictures))] if product else []
    version = form.get("version", "1")
    draft = Draft(texts, options, [], shots, int(version) if version.isdecimal() else 1, product)
    draft.rows = _rows([row for row in rows if not row.empty], len(draft.named))
    return draft


def _one(sent: str, stood: str) -> str:
    """What was typed, without white space around it; but what stood in the field and comes back untouched is exactly what it was."""
    typed, shown = (_BREAK.sub("\n", text) for text in (sent, stood))  # browsers send every line break as \r\n
    return stood if typed == shown else typed.strip()


def _columns(form: QueryDict, first: str, second: str, most: int) -> list[tuple[str, str]]:
    names, values = ([*form.getlist(name)[:most], *[""] * most][:most] for name in (first, second))
    return list(zip(names, values, strict=True))


def _row(form: QueryDict, place: int) -> Row:
    def one(name: str) -> str:
        found = form.getlist(name)
        return found[place] if place < len(found) else ""

    values = [one(f"value-{number}") for number in range(OPTIONS)]
    return Row(one("sku").strip(), one("price").strip(), one("compare_at").strip(), values)


def _shot(form: QueryDict, place: int, pictures: Sequence[Picture]) -> Shot:
    """Found by its `src`, and of several with the same one by its turn: somebody else may have changed the order meanwhile."""
    picture = pictures[place]
    sent = [at for at, src in enumerate(form.getlist("src")) if src == picture.src]
    turn = sum(each.src == picture.src for each in pictures[:place])
    if turn >= len(sent):
        return Shot(picture, picture.alt, str(place + 1))
    at, alts, places = sent[turn], form.getlist("alt"), form.getlist("place")
    alt = _one(alts[at], picture.alt) if at < len(alts) else picture.alt
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
    stood, named = draft.product, draft.named
    options = [lists.read(option.values, COMMA, option.stood) for option in named]
    values = {
        "title": draft.texts["title"], "brand": draft.texts["brand"], "description": draft.texts["description"],
        "category": lists.read(draft.texts["category"], APART, stood.category if stood else ()),
        "tags": lists.read(draft.texts["tags"], COMMA, stood.tags if stood else ()),
        "currency": draft.currency, "rank": stood.rank if stood else 0,
        "options": [{"name": option.name, "values": values} for option, values in zip(named, options, strict=True)],
        "variants": [_variant(row, options) for row in draft.rows if not row.empty],
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


def _variant(row: Row, options: Sequence[Sequence[str]]) -> dict[str, object]:
    return {
        "sku": row.sku, "values": [_value(text, values) for text, values in zip(row.values, options, strict=False)],
        "price": _price(row, "price"), "compare_at": _price(row, "compare_at") if row.compare_at else None,
    }  # fmt: skip


def _value(text: str, values: Sequence[str]) -> str:
    """The option's value that was typed; white space around it does not matter."""
    return text if text in values else next((each for each in values if each.strip() == text.strip()), text.strip())


def _price(row: Row, name: str) -> int:
    try:
        return minor(_COMMA.sub(r"\1.\2", getattr(row, name)))
    except ValueError:
        row.wrong[name] = _WRONG[name]
        return 0


def _ordered(shots: Sequence[Shot]) -> list[Shot]:
    kept = [shot for shot in shots if not shot.removed][:PICTURES]
    return sorted(kept, key=lambda shot: int(shot.place) if shot.place.isdecimal() else PICTURES)


def blame(draft: Draft, errors: Sequence[FieldError]) -> None:
    """Puts what a service says is wrong at the field that it is about."""
    rows = [row for row in draft.rows if not row.empty]
    for error in errors:
        found = _PATH.match(error.field)
        name, place, part, at = found.groups() if found else ("title", None, None, None)
        index = int(place) if place else 0
        if name == "variants" and place and index < len(rows):
            _blame_row(rows[index], part, int(at or 0), error.message)
        elif name == "options" and place and index < len(draft.named):
            option = draft.named[index]
            option.wrong, option.where = error.message or _WRONG["options"], "values" if part == "values" else "option"
        elif name == "pictures" and place and index < len(draft.shots):
            _ordered(draft.shots)[index].wrong = error.message or _WRONG["alt"]
        else:
            where = name if name in TEXTS else "variants" if name == "variants" else "title"
            draft.wrong[where] = error.message or _WRONG[where]


def _blame_row(row: Row, part: str | None, at: int, message: str) -> None:
    """`at` is the option whose value is wrong; a row without options has no such field."""
    if part not in ("sku", "price", "compare_at"):
        part = f"value-{min(at, len(row.values) - 1)}" if row.values else "sku"
    row.wrong[part] = message or _WRONG.get(part, "Enter one of the option’s values.")


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


def money(amount: int | None) -> str:
    """As it is typed: `24.00`; nothing for none."""
    return "" if amount is None else f"{amount // 100}.{amount % 100:02}"
