"""Sheets: the drawing as a poster with a line of type, as a close look at the paper, and as an unhung frame."""

from PIL import Image

from storefront.demo.canvas import Random, crop_to_fill, grain, noise
from storefront.demo.palette import Colour
from storefront.demo.scene.desk import DESKS
from storefront.demo.scene.light import SCENE, backdrop, cut, place, relit
from storefront.demo.scene.moulding import frame
from storefront.demo.scene.room import WALLS, hung
from storefront.demo.scene.type import letter

POSTER = (1000, 1400)  # 50 by 70 cm


def poster(
    art: Image.Image,
    title: str,
    line: str,
    *,
    paper: Colour = (248, 244, 235),
    ink: Colour = (30, 30, 34),
    style: str = "foot",
) -> Image.Image:
    """An exhibition poster: `style` foot has the type below, head above, full over the drawing's lower edge."""
    width, height = POSTER
    sheet = Image.new("RGB", POSTER, paper)
    if style == "full":
        sheet.paste(crop_to_fill(art, POSTER))
        letter(sheet, title, (56, height - 118), 82, ink, weight=1)
        letter(sheet, line, (60, height - 58), 30, ink)
        return sheet
    inner = width - 112
    picture = crop_to_fill(art, (inner, 1110))
    if style == "head":
        letter(sheet, title, (54, 132), 88, ink, weight=1)
        letter(sheet, line, (58, 196), 30, ink)
        sheet.paste(picture, (56, height - 56 - picture.height))
    else:
        sheet.paste(picture, (56, 56))
        letter(sheet, title, (54, height - 122), 80, ink, weight=1)
        letter(sheet, line, (58, height - 62), 30, ink)
    return sheet


def poster_on_wall(
    art: Image.Image,
    rng: Random,
    *,
    title: str,
    line: str,
    style: str = "foot",
    wall: str = "chalk",
    paper: Colour = (248, 244, 235),
    ink: Colour = (30, 30, 34),
) -> Image.Image:
    """A poster flat against a painted wall."""
    image = backdrop(WALLS[wall], rng)
    place(image, poster(art, title, line, paper=paper, ink=ink, style=style).convert("RGBA"), (640, 790), lift=12)
    return image


def poster_on_rails(
    art: Image.Image,
    rng: Random,
    *,
    title: str,
    line: str,
    style: str = "foot",
    wall: str = "putty",
    timber: str = "oak",
    paper: Colour = (248, 244, 235),
    ink: Colour = (30, 30, 34),
) -> Image.Image:
    """The same poster between rails."""
    return hung(poster(art, title, line, paper=paper, ink=ink, style=style), rng, wall=wall, timber=timber, width=740)


def detail(art: Image.Image, rng: Random, *, desk: str = "cream") -> Image.Image:
    """The lower left corner close up: cotton paper, its margin, and where the machine signs."""
    image = backdrop(DESKS[desk], rng, window=False)
    width, height, rim = 1460, 1620, 170
    paper = Image.new("RGB", (width, height), (248, 245, 238))
    source = art.crop(
        (round(art.width * 0.08), round(art.height * 0.3), round(art.width * 0.68), round(art.height * 0.98))
    )
    scale = (width - rim) / source.width
    close = source.resize((width - rim, round(source.height * scale)), Image.Resampling.BICUBIC)
    paper.paste(close, (rim, height - rim - close.height))
    tooth = 1 + 0.05 * (noise((width, height), 220, rng, 2) - 0.5)
    paper = grain(relit(paper, tooth), rng, 4)
    letter(paper, "seed", (rim, height - rim + 62), 30, (150, 144, 136))
    letter(paper, f"{int(rng.integers(1000, 9999))}", (rim + 78, height - rim + 62), 30, (110, 104, 98), weight=0.4)
    place(image, cut(paper, 2), (890, 590), turn=-7, lift=12)
    return image


def unhung(
    arts: list[Image.Image], rng: Random, *, timber: str = "oak", wall: str = "chalk", leaning: bool = True
) -> Image.Image:
    """A frame with nothing in it yet but its mat."""
    image = backdrop(WALLS[wall], rng)
    blank = Image.new("RGB", (800, 1000), (226, 220, 210))
    light = 1 + 0.03 * (noise((800, 1000), 3, rng, 2) - 0.5)
    whole = frame(relit(blank, light), timber, 860, rng, mat=0.13, rail=0.042)
    place(image, whole.convert("RGBA"), (640, 790), lift=22 if leaning else 14)
    return image


def bare(art: Image.Image, rng: Random) -> Image.Image:
    """Nothing but the drawing, edge to edge."""
    return art if art.size == SCENE else art.resize(SCENE, Image.Resampling.LANCZOS)


def print_with_margin(
    art: Image.Image, rng: Random, *, rim: float = 0.085, paper: Colour = (249, 246, 239)
) -> Image.Image:
    """The drawing within the white of its paper."""
    inset = round(SCENE[0] * rim)
    sheet = Image.new("RGB", SCENE, paper)
    inner = SCENE[0] - 2 * inset, SCENE[1] - 2 * inset
    sheet.paste(crop_to_fill(art, inner), (inset, inset))
    return grain(sheet, rng, 3)
