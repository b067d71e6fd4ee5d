"""What a drawing can be sold as: the options of each kind of thing and what they cost, in cents, tax included."""

from collections.abc import Sequence
from html import escape
from itertools import product as combinations
from typing import NamedTuple

from backend.contracts.product import NewProduct, Option, Picture, Variant
from storefront.demo.item import Art, Item, Shot

CURRENCY = "EUR"
WIDTH, HEIGHT = 1280, 1600


class Value(NamedTuple):
    """One value of an option: its name, its part of the SKU, and what it adds to the price."""

    name: str
    code: str
    cents: int = 0


class Choice(NamedTuple):
    """An option with its values."""

    name: str
    values: tuple[Value, ...]


class Form(NamedTuple):
    """A kind of thing: the SKU's first letters, what it costs at least, what one chooses, and what is true of all of its kind."""

    code: str
    cents: int
    choices: tuple[Choice, ...]
    facts: tuple[str, ...]


SIZES = Choice("Size", (Value("24 × 30 cm", "24"), Value("40 × 50 cm", "40", 2000), Value("60 × 75 cm", "60", 5600)))
FRAMES = Choice("Frame", (Value("Unframed", "N"), Value("Oak", "OAK", 4500), Value("Walnut", "WAL", 4900), Value("Black", "BLK", 4500)))
RULINGS = Choice("Ruling", (Value("Dotted", "DOT"), Value("Lined", "LIN"), Value("Squared", "SQU"), Value("Plain", "PLN")))

PRINT = Form(
    "PR",
    2900,
    (SIZES, FRAMES),
    ("Pigment inks on 230 g cotton paper, matte, with a little tooth", "Framed prints come behind acrylic, with a mat, ready to hang"),
)
EDITION = Form(
    "ED",
    11000,
    (Choice("Size", (Value("40 × 50 cm", "40"), Value("60 × 75 cm", "60", 7000))), FRAMES),
    ("Edition of 128, numbered and stamped with its seed", "Twelve pigment inks on 310 g cotton rag, deckled edge"),
)
POSTER = Form(
    "PO",
    1900,
    (
        Choice("Size", (Value("50 × 70 cm", "50"), Value("70 × 100 cm", "70", 1400))),
        Choice("Hanging", (Value("Sheet only", "N"), Value("Oak rails", "OAK", 2600), Value("Black rails", "BLK", 2600))),
    ),
    ("Offset on 170 g uncoated paper", "Rolled, never folded, in a tube that survives the post"),
)
HARDBACK = Form(
    "NH",
    1950,
    (RULINGS,),
    ("A5, 192 pages of 100 g paper that takes fountain ink", "Thread-sewn, lies flat, cloth spine, elastic, one ribbon"),
)
SOFTBACK = Form(
    "NS",
    1250,
    (Choice("Size", (Value("A5", "A5"), Value("B5", "B5", 300))), RULINGS),
    ("96 pages of 90 g recycled paper", "Sewn in the open, so the thread shows"),
)
POCKET = Form("NP", 1450, (RULINGS,), ("Three books of 48 pages, 9 × 14 cm", "Stapled, rounded, fits the pocket you actually use"))
CARD = Form(
    "CA",
    350,
    (Choice("Pack", (Value("Single", "1"), Value("Pack of 5", "5", 1050), Value("Pack of 10", "10", 2150))),),
    ("Folded card, 10.5 × 14.8 cm, blank inside", "With a kraft envelope lined in the same drawing"),
)
POSTCARDS = Form(
    "PC",
    1200,
    (Choice("Set", (Value("8 cards", "8"), Value("16 cards", "16", 800))),),
    ("A6 postcards on 350 g card, four drawings", "Uncoated back: ballpoint, pencil and rain all work"),
)
WRAP = Form(
    "WP",
    590,
    (Choice("Length", (Value("Two sheets, 50 × 70 cm", "2S"), Value("Roll, 3 m", "3M", 560), Value("Roll, 10 m", "10M", 2360))),),
    ("90 g paper from offcuts, vegetable inks", "No foil, no glitter: it goes in the paper bin afterwards"),
)
PUZZLE = Form(
    "JI",
    2900,
    (Choice("Pieces", (Value("500", "500"), Value("1000", "1000", 600))),),
    ("Finished size 48 × 60 cm", "2 mm grey board, linen finish, no two pieces alike"),
)
MUG = Form(
    "MU",
    1800,
    (Choice("Size", (Value("0.25 litres", "25"), Value("0.35 litres", "35", 300))),),
    ("Stoneware, fired twice, safe in the dishwasher", "The drawing goes all the way round and meets itself"),
)
TOWEL = Form(
    "TT",
    1650,
    (Choice("Pack", (Value("One", "1"), Value("Two", "2", 1350))),),
    ("50 × 70 cm, half linen, half cotton", "Washes at 60 degrees and gets better at its job"),
)
TOTE = Form(
    "TO",
    1900,
    (Choice("Handles", (Value("Short", "S"), Value("Long", "L", 100))),),
    ("38 × 42 cm, undyed organic cotton, 340 g", "Printed with water-based ink; carries 12 kg of library"),
)
FRAME = Form(
    "FR",
    3900,
    (
        Choice(
            "Size",
            (Value("24 × 30 cm", "24"), Value("40 × 50 cm", "40", 1600), Value("50 × 70 cm", "50", 2800), Value("60 × 75 cm", "60", 3900)),
        ),
        Choice("Glazing", (Value("Clear acrylic", "CLR"), Value("Museum acrylic", "MUS", 3200))),
    ),
    ("Solid wood, 2 cm wide, mitred and glued", "Acid-free mat, hanging wire, two felt feet"),
)


def item(
    form: Form, id: str, title: str, brand: str, category: tuple[str, ...], text: str, arts: Sequence[Art], shots: Sequence[Shot],
    *, tags: tuple[str, ...] = (), sale: int = 0, facts: tuple[str, ...] = (),
) -> Item:  # fmt: skip
    """`sale` is per cent off; `facts` stand before those of the form."""
    seeds = " and ".join(str(art.seed) for art in arts[:1])
    lines = (*facts, *form.facts, f"Drawn by {brand}, seed {seeds}") if len(arts) == 1 else (*facts, *form.facts)
    product = NewProduct(
        id=id, title=title, currency=CURRENCY, category=category, brand=brand, tags=tags,
        description=_html(text, lines),
        options=tuple(Option(name=choice.name, values=tuple(value.name for value in choice.values)) for choice in form.choices),
        variants=tuple(_variant(form, id, values, sale) for values in combinations(*(choice.values for choice in form.choices))),
        pictures=tuple(Picture(src=f"{id}-{number}", alt=shot.alt, width=WIDTH, height=HEIGHT) for number, shot in enumerate(shots, 1)),
    )  # fmt: skip
    return Item(product, tuple(arts), tuple(shots))


def _variant(form: Form, id: str, values: tuple[Value, ...], sale: int) -> Variant:
    full = form.cents + sum(value.cents for value in values)
    price = full if not sale else round(full * (100 - sale) / 5000) * 50
    sku = "-".join((form.code, id.upper(), *(value.code for value in values)))
    return Variant(sku=sku, values=tuple(value.name for value in values), price=price, compare_at=full if sale else None)


def _html(text: str, facts: Sequence[str]) -> str:
    paragraphs = "".join(f"<p>{escape(' '.join(part.split()), quote=False)}</p>" for part in text.strip().split("\n\n"))
    return f"{paragraphs}<ul>{''.join(f'<li>{escape(fact, quote=False)}</li>' for fact in facts)}</ul>"
