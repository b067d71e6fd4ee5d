"""Gift vouchers: for whoever has everything but this."""

from msgspec.structs import replace

from backend.contracts.product.kinds import ProductKind
from storefront.demo.art import scallop
from storefront.demo.catalogue.forms import GIFT_VOUCHER
from storefront.demo.catalogue.making import item
from storefront.demo.item import Item, art, shot
from storefront.demo.scene.post import card


def _sold_by_mail(made: Item) -> Item:
    return made._replace(product=replace(made.product, kind=ProductKind.VOUCHER))


ITEMS = (
    _sold_by_mail(item(
        GIFT_VOUCHER, "gift-voucher", "You Choose, a Gift Voucher", "Scallop", ("Small things",),
        """A gift voucher for whoever has opinions about walls. The code comes by e-mail, so it is never late, and never
        the wrong size.""",
        (art(scallop.waves, 23, "sorbet"),),
        (shot(card, "A card full of wave arcs in peach, teal and navy, on a kraft envelope", desk="fern", turn=4),),
        tags=("voucher", "gift card"),
    )),
)  # fmt: skip
