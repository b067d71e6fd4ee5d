"""How art prints are photographed: the drawing, the frame on a wall, sometimes the paper close up."""

from storefront.demo.catalogue.forms import EDITION, PRINT
from storefront.demo.catalogue.making import item
from storefront.demo.item import Art, Item, shot
from storefront.demo.scene.room import framed
from storefront.demo.scene.sheet import bare, detail, margined

BESIDE = {
    "vase": "with leafy branches in a vase",
    "books": "with a small stack of books",
    "lamp": "with a domed lamp",
    "none": "with nothing else on it",
}
Room = tuple[str, str, str, str]  # wall, frame, what stands beside it, the sideboard's wood


def print_(
    id: str, title: str, program: str, kind: str, drawing: Art, alt: str, text: str, room: Room,
    *, tags: tuple[str, ...] = (), sale: int = 0, margin: bool = False, close: bool = False, edition: bool = False,
) -> Item:  # fmt: skip
    """`margin` leaves the paper's white around the drawing; `close` adds a look at the paper; `edition` is numbered and dearer."""
    wall, timber, prop, board = room
    hung = f"{title} in a {timber} frame on a {wall} wall, above a {board} sideboard {BESIDE[prop]}"
    shots = [shot(margined if margin else bare, alt), shot(framed, hung, wall=wall, timber=timber, prop=prop, board=board)]
    if close:
        shots.append(shot(detail, f"A corner of {title} close up: the white margin, the paper’s tooth and the stamped seed"))
    return item(EDITION if edition else PRINT, id, title, program, ("Art prints", kind), text, [drawing], shots, tags=tags, sale=sale)
