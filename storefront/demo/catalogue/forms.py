"""What a drawing can be sold as: the options of each kind of thing and what they cost, in cents, tax included."""

from typing import NamedTuple


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
    """A kind of thing: the SKU's first letters, what it costs at least, what is true of all of its kind, what one
    chooses.

    `without` are the choices, by their codes, that are not made together.
    """

    code: str
    cents: int
    facts: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    without: frozenset[tuple[str, ...]] = frozenset()


def choice(name: str, *values: tuple[str, str] | tuple[str, str, int]) -> Choice:
    """`choice("Size", ("A5", "A5"), ("B5", "B5", 300))`: each value's name, code and surcharge."""
    return Choice(name, tuple(Value(*value) for value in values))


# fmt: off
SIZES = choice("Size", ("24 × 30 cm", "24"), ("40 × 50 cm", "40", 2000), ("60 × 75 cm", "60", 5600))
FRAMES = choice("Frame", ("Unframed", "N"), ("Oak", "OAK", 4500), ("Walnut", "WAL", 4900), ("Black", "BLK", 4500))
RULINGS = choice("Ruling", ("Dotted", "DOT"), ("Lined", "LIN"), ("Squared", "SQU"), ("Plain", "PLN"))

PRINT = Form("PR", 2900, (
    "Pigment inks on 230 g cotton paper, matte, with a little tooth",
    "Framed prints come behind acrylic, with a mat, ready to hang",
), (SIZES, FRAMES))
EDITION = Form("ED", 11000, (
    "Edition of 128, numbered and stamped with its seed",
    "Twelve pigment inks on 310 g cotton rag, deckled edge",
), (choice("Size", ("40 × 50 cm", "40"), ("60 × 75 cm", "60", 7000)), FRAMES))
POSTER = Form("PO", 1900, (
    "Offset on 170 g uncoated paper",
    "Rolled, never folded, in a tube that survives the post",
), (
    choice("Size", ("50 × 70 cm", "50"), ("70 × 100 cm", "70", 1400)),
    choice("Hanging", ("Sheet only", "N"), ("Oak rails", "OAK", 2600), ("Black rails", "BLK", 2600)),
))
HARDBACK = Form("NH", 1950, (
    "A5, 192 pages of 100 g paper that takes fountain ink",
    "Thread-sewn, lies flat, cloth spine, elastic, one ribbon",
), (RULINGS,))
SOFTBACK = Form("NS", 1250, (
    "96 pages of 90 g recycled paper",
    "Sewn in the open, so the thread shows",
), (choice("Size", ("A5", "A5"), ("B5", "B5", 300)), RULINGS))
POCKET = Form("NP", 1450, (
    "Three books of 48 pages, 9 × 14 cm",
    "Stapled, rounded, fits the pocket you actually use",
), (RULINGS,))
CARD = Form("CA", 350, (
    "Folded card, 10.5 × 14.8 cm, blank inside",
    "With an envelope lined in the same drawing",
), (choice("Pack", ("Single", "1"), ("Pack of 5", "5", 1050), ("Pack of 10", "10", 2150)),))
POSTCARDS = Form("PC", 1200, (
    "A6 postcards on 350 g card, four drawings",
    "Uncoated back: ballpoint, pencil and rain all work",
), (choice("Set", ("8 cards", "8"), ("16 cards", "16", 800)),))
WRAP = Form("WP", 590, (
    "90 g paper from offcuts, vegetable inks",
    "No foil, no glitter: it goes in the paper bin afterwards",
), (choice("Length", ("Two sheets, 50 × 70 cm", "2S"), ("Roll, 3 m", "3M", 560), ("Roll, 10 m", "10M", 2360)),))
WALL_CALENDAR = Form("CW", 2400, (
    "Twelve drawings, thirteen sheets of 200 g paper, wire-bound",
    "Weeks begin on Monday, as they do",
), (choice("Size", ("A4", "A4"), ("A3", "A3", 1100)),))
YEAR_SHEET = Form("CS", 1600, (
    "One sheet of 170 g uncoated paper",
    "Takes pencil, pen and regret",
), (choice("Size", ("50 × 70 cm", "50"), ("70 × 100 cm", "70", 1200)),))
WEEK_PAD = Form("CP", 1300, (
    "A4, glued along the head",
    "No dates, so no week is ever wasted",
), (choice("Sheets", ("26 weeks", "26"), ("52 weeks", "52", 700)),))
PUZZLE = Form("JI", 2900, (
    "Finished size 48 × 60 cm",
    "2 mm grey board, linen finish, no two pieces alike",
), (choice("Pieces", ("500", "500"), ("1000", "1000", 600)),))
MUG = Form("MU", 1800, (
    "Stoneware, fired twice, safe in the dishwasher",
    "The drawing goes all the way round and meets itself",
), (choice("Size", ("0.25 litres", "25"), ("0.35 litres", "35", 300)),))
TOWEL = Form("TT", 1650, (
    "50 × 70 cm, half linen, half cotton",
    "Washes at 60 degrees and gets better at its job",
), (choice("Pack", ("One", "1"), ("Two", "2", 1350)),))
TOTE = Form("TO", 1900, (
    "38 × 42 cm, undyed organic cotton, 340 g",
    "Printed with water-based ink; carries 12 kg of library",
), (choice("Handles", ("Short", "S"), ("Long", "L", 100)),))
FRAME = Form("FR", 3900, (
    "Solid wood, 2 cm wide, mitred and glued",
    "Acid-free mat, hanging wire, two felt feet",
), (
    choice("Size", ("24 × 30 cm", "24"), ("40 × 50 cm", "40", 1600), ("50 × 70 cm", "50", 2800),
           ("60 × 75 cm", "60", 3900)),
    choice("Glazing", ("Clear acrylic", "CLR"), ("Museum acrylic", "MUS", 3200)),
), frozenset({("24", "MUS")}))
STICKERS = Form("ST", 650, (
    "Die-cut vinyl, 5 cm, comes off without a fuss",
    "For laptops, lunch boxes and the underside of desks",
), (choice("Pack", ("12 stickers", "12"), ("36 stickers", "36", 850)),))
GIFT_VOUCHER = Form("GIFT", 2500, (
    "Good for everything here for three years, at once or bit by bit",
    "Mailed as soon as it is paid; what is left on it can be given back",
), (choice("Worth", ("€25", "25"), ("€50", "50", 2500), ("€100", "100", 7500)),))
BOOKMARKS = Form("BM", 900, (
    "Four strips of 350 g card, 5 × 20 cm",
    "Cotton tassels, knotted by hand; the only thing here that is",
))
# fmt: on
