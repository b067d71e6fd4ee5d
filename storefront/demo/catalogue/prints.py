"""How art prints are photographed: the drawing, each frame on a wall, each size to scale, at times a close-up."""

from storefront.demo.catalogue.forms import EDITION, FRAMES, PRINT
from storefront.demo.catalogue.making import item
from storefront.demo.item import Art, Item, Shot, shot
from storefront.demo.scene.room import framed_print
from storefront.demo.scene.scale import to_scale
from storefront.demo.scene.sheet import bare, detail, print_with_margin

BESIDE = {
    "vase": "with leafy branches in a vase",
    "books": "with a small stack of books",
    "lamp": "with a domed lamp",
    "none": "with nothing else on it",
}
UNFRAMED, *_FRAMES = (frame.name for frame in FRAMES.values)
FRAMED = tuple(frame.lower() for frame in _FRAMES)
Room = tuple[str, str, str, str]  # wall, frame, what stands beside it, the sideboard's wood


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def print_(
    id: str, title: str, program: str, kind: str, drawing: Art, alt: str, text: str, room: Room,
    *, tags: tuple[str, ...] = (), sale: int = 0, margin: bool = False, close: bool = False, edition: bool = False,
) -> Item:  # fmt: skip
    """`margin` leaves the paper's white around the drawing; `close` adds a look at the paper; `edition` is numbered and
    dearer."""
    wall, timber, prop, board = room
    first = timber if timber in FRAMED else FRAMED[0]
    form, place = EDITION if edition else PRINT, f"on {_a(wall)} wall, above {_a(board)} sideboard {BESIDE[prop]}"

    def hung(timber: str) -> Shot:
        said = f"{title} in {_a(timber)} frame {place}"
        return shot(framed_print, said, wall=wall, timber=timber, prop=prop, board=board).of_choice(
            Frame=timber.capitalize()
        )

    def shot_of_size(size: str) -> Shot:
        said = f"{title}, {size}, {place}"
        return shot(
            to_scale, said, wall=wall, prop=prop, board=board, wide=int(size.split()[0]), margin=margin
        ).of_choice(Size=size)

    shots = [shot(print_with_margin if margin else bare, alt).of_choice(Frame=UNFRAMED), hung(first)]
    if close:
        shots.append(
            shot(detail, f"A corner of {title} close up: the white margin, the paper’s tooth and the stamped seed")
        )
    shots += [hung(other) for other in FRAMED if other != first]
    shots += [shot_of_size(size.name) for size in form.choices[0].values]
    return item(form, id, title, program, ("Art prints", kind), text, [drawing], shots, tags=tags, sale=sale)
