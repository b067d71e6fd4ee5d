"""A made-up department store for the judged queries: wordy titles, rough categories, many near neighbours.

Every product is drawn by a seeded generator from the word lists below, so the catalogue is the same on every machine
and needs no file.
"""

import random
import re
from collections.abc import Iterator
from uuid import UUID

from backend.contracts.product.models import NewProduct, Variant

PER_NOUN = 14
"""Products drawn for each noun: about 2,400 in all."""

UNTITLED = 0.25
"""The part of the products whose title does not say what they are; their description does."""

# category / group: noun, noun …; words that may stand right before the noun (a qualifier) follow the bar
_RANGE = """
accessories/backpack: backpack, rucksack, daypack | leather, canvas, expedition, roll-top, commuter, laptop
accessories/watch: watch, smartwatch | minimalist, field, dive, fitness, pilot
accessories/glasses: sunglasses, reading glasses | round, aviator, tortoiseshell, polarized
accessories/handbag: handbag, clutch | quilted, leather, evening, woven
accessories/belt: belt | braided, leather, suede, webbing
apparel/jacket: jacket, trench coat, overcoat | denim, quilted, bomber, rain, wool
apparel/shirt: shirt, flannel shirt, blouse | linen, oxford, striped, flannel
apparel/scarf: scarf | wool, silk, cashmere, silky
apparel/socks: socks | hiking, wool, striped, ankle
footwear/boot: boots, ankle boots | chelsea, hiking, suede, ankle
footwear/sandals: flip-flops, sandals | cork, beach, strappy
footwear/sneaker: sneakers | canvas, running, high-top, retro
footwear/formal: stilettos, brogues, loafers | patent, suede, velvet
furniture/sofas: sofa, loveseat | velvet, corner, sectional, linen
furniture/tables: coffee table, side table, dining table | walnut, marble, glass, nesting
furniture/chairs: accent chair, office chair, armchair | velvet, swivel, wingback, mesh
furniture/desks: standing desk, adjustable desk, desk | oak, corner, folding
furniture/dressers: dresser | mirrored, six-drawer, pine
homedecor/clock: wall clock, mantel clock | railway, wooden, silent
homedecor/lighting: desk lamp, floor lamp, pendant light, pendant cluster | brass, opal, arched, tripod
homedecor/cushion: throw pillow, cushion | velvet, knitted, embroidered, floor
homedecor/decorative: candle, wall decor, vase | scented, pillar, botanical, ceramic
housewares/kitchen: cast iron teapot, porcelain teapot, chef's knife, bread knife, skillet | Japanese, forged, heavy
housewares/bowls: salad bowl, mixing bowl, fruit bowl | acacia, stoneware, glass
tools/hammer: claw hammer, mallet | fibreglass, framing, rubber
tools/drill: cordless drill, hammer drill | compact, brushless
tools/saw: circular saw, hand saw, chainsaw | fine-tooth, cordless
tools/wrench: adjustable wrench, torque wrench | chrome, ratcheting
outdoors/fishing: fishing rod, fishing reel | carbon, telescopic, fly
outdoors/kayaking: kayak, paddle | inflatable, touring, sea
outdoors/camping: tent, camp stove | dome, ultralight, family
jewelry/bracelet: beaded bracelet, charm bracelet, cuff | silver, turquoise, hammered
jewelry/earrings: drop earrings, hoop earrings | pearl, gold, beaded
jewelry/necklace: diamond necklace, pendant necklace, chain necklace | gold, silver, layered
floral/bouquet: rose bouquet, tulip bouquet, wildflower bouquet | pastel, hand-tied, crimson
floral/plant: succulent, fern, orchid | potted, trailing, miniature
seasonal/christmas: christmas ornament, christmas wreath, advent calendar | glass, felt, wooden
seasonal/easter: easter bunny, easter basket | chocolate, plush, ceramic
seasonal/halloween: pumpkin, halloween lantern, witch hat | carved, glowing, felt
groceries/bakery: sourdough bread, chocolate cookies, oat cookies, rye loaf | seeded, crusty, soft
groceries/seafood: shrimp, salmon, cod fillet | smoked, wild, peeled
groceries/meat: ribeye steak, sirloin steak, lamb chops | dry-aged, marinated
groceries/vegetables: broccoli, carrots, spinach | organic, baby, tenderstem
food/pizza: pepperoni pizza, mushroom pizza | stone-baked, thin-crust
beauty/grooming: makeup brush, mascara, lipstick, hair brush | waterproof, angled, vegan
instruments/strings: acoustic guitar, electric guitar, violin, cello | spruce, vintage, travel
instruments/wind: saxophone, clarinet, flute | alto, tenor, silver
instruments/percussion: drum set, drum kit, cymbal, bongo drums | maple, junior, stage
instruments/keys: grand piano, upright piano, synthesizer | baby, digital, ebony
electronics/headphones: wireless headphones, wired headphones, earbuds | over-ear, studio, noise-cancelling
electronics/speaker: bluetooth speaker, bookshelf speaker | portable, walnut, party
electronics/keyboard: mechanical keyboard, keyboard | backlit, compact, silent
electronics/television: curved tv, flat tv, television | 4K, 8K, slim
electronics/camera: dslr camera, film camera, action camera | full-frame, compact, rugged
books/travel: travel guide, road atlas, cafe guide | pocket, illustrated
"""
_OPENINGS = (
    "Rugged", "Everyday", "Coastal", "Midnight", "Heritage", "Breezy", "Timeless", "Bold", "Quiet", "Northern", "Sunlit",
    "Artisan", "Weekend", "City", "Harvest", "Old Town", "Featherweight", "Grand Tour", "Garden", "Workshop",
)  # fmt: skip
_COLOURS = ("black", "ivory", "sage green", "rust", "navy", "charcoal", "blush", "ochre", "teal", "burgundy")
_USES = ("long days outdoors", "small flats", "slow mornings", "the whole family", "gifts", "evenings with friends",
         "the daily commute", "people who have one already")  # fmt: skip
_FANCIES = ("Quiet Hours", "Ember", "Second Nature", "Low Sun", "Paper Boat", "Nine Lives", "Salt & Sky", "Afterglow")
_ENDINGS = ("", "", " – Set of Two", " with Leather Details", " in a Gift Box", ", Limited Edition for Slow Mornings")
_TEXTS = (
    "This {noun} in {colour} was made for {use}. A {opening} piece with a {other} feel, finished by hand.",
    "In {colour}, with a {other} touch: a {noun} for {use}. Goes well with a {neighbour}.",
    "Made for {use}: our {opening} {noun}. The {colour} version is the one that people come back for.",
)
_NAMED = (  # what single queries ask for by number, code or whole title
    ("tools/drill", "Drill Master 3000 Cordless Drill", None),
    ("tools/saw", "Pro-Cut 2000 Circular Saw", None),
    ("accessories/backpack", "Ridge-Ready Expedition Backpack", "7f3b0c52-9d41-4e6a-8a17-52c0de4b91f3"),
    ("accessories/backpack", "Mauve Leather Daypack", "c81e64aa-03b7-4f59-b2d8-6e0f7a9c2d15"),
)
_PRICES = (990, 1490, 2450, 3900, 7400, 12900, 34900)
"""In cents."""


_NEIGHBOURS = (
    "coffee table",
    "wool scarf",
    "throw pillow",
    "candle",
    "leather belt",
    "salad bowl",
    "desk lamp",
    "teapot",
)
"""Other things that a description names: what a search for them must not put first."""


def products() -> Iterator[NewProduct]:
    """Draw the catalogue: the products that have a name of their own, then `PER_NOUN` of each noun."""
    draw = random.Random(20261103)
    for group, title, code in _NAMED:
        yield _product(group, title, f"{title} in {draw.choice(_COLOURS)}.", draw, code)
    for group, nouns, qualifiers in _ranges():
        for noun in nouns:
            for title, text in _titles(noun, nouns, qualifiers, draw):
                yield _product(group, title, text, draw)


def _ranges() -> Iterator[tuple[str, list[str], list[str]]]:
    for line in _RANGE.strip().splitlines():
        group, words = line.split(": ", 1)
        nouns, _, qualifiers = words.partition(" | ")
        yield group, nouns.split(", "), qualifiers.split(", ")


def _titles(noun: str, nouns: list[str], qualifiers: list[str], draw: random.Random) -> Iterator[tuple[str, str]]:
    combinations = [
        (opening, qualifier)
        for opening in _OPENINGS
        for qualifier in ("", *qualifiers)
        if qualifier not in noun.split()
    ]
    for opening, qualifier in draw.sample(combinations, PER_NOUN):
        words = {"noun": noun, "colour": draw.choice(_COLOURS), "use": draw.choice(_USES), "opening": opening.lower(),
                 "other": draw.choice(qualifiers), "neighbour": draw.choice(_NEIGHBOURS)}  # fmt: skip
        whole = " ".join(filter(None, (opening, qualifier.capitalize(), _capitals(noun))))
        title = f"{opening} {draw.choice(_FANCIES)}" if draw.random() < UNTITLED else whole
        yield title + draw.choice(_ENDINGS), draw.choice(_TEXTS).format(**words)


def _capitals(noun: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in noun.split())


def _product(group: str, title: str, text: str, draw: random.Random, code: str | None = None) -> NewProduct:
    sku = code or str(UUID(int=draw.getrandbits(128), version=4))
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower())
    return NewProduct(
        id=f"{slug}-{sku[:8]}",
        title=title,
        currency="EUR",
        description=text,
        category=tuple(part.capitalize() for part in group.split("/")),
        variants=(Variant(sku=sku, values=(), price=draw.choice(_PRICES)),),
    )
