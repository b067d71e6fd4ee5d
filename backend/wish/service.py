"""The use cases of wish lists. Each may be repeated: the second time changes nothing."""

from msgspec.structs import replace

from backend.contracts.problem import Refused
from backend.contracts.wish.models import MAX_WISHES, PAGE_SIZE, MergedWishes, Wished, WishPage
from backend.wish import copies, domain, repository, shares


def get_page(owner: str, page: int) -> WishPage:
    """Return a page of the list, with the prices and the stock of now; an empty one beyond its end."""
    wishes = repository.read(owner)
    page_wishes = wishes[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    products = copies.find_products(wish.product_id for wish in page_wishes)
    levels = copies.find_levels(wish.sku for wish in page_wishes)
    return WishPage(
        items=tuple(domain.view(wish, products.get(wish.product_id), levels) for wish in page_wishes), count=len(wishes)
    )


def get_shared(share_key: str, page: int) -> WishPage:
    """Return a page of the list that a link shows: the goods, not since when they are wished for. Raise Refused 404."""
    owner = shares.find_owner(share_key)
    if owner is None:
        raise Refused(404, "not-found", "This list is not shared any more")
    page_wishes = get_page(owner, page)
    return replace(
        page_wishes, items=tuple(replace(wish, wished_price=wish.price, since=0) for wish in page_wishes.items)
    )


def get_wished(owner: str) -> Wished:
    """Return the keys of the list."""
    return domain.describe_keys(repository.read(owner))


def add(owner: str, product_id: str, sku: str | None) -> Wished:
    """Add a variant. Raises Refused 404 for what is not sold, 409 for a list that is full."""
    product = copies.find_product(product_id)
    levels = copies.find_levels(variant.sku for variant in product.variants) if product and sku is None else {}
    variant = domain.choose_variant(product, sku, levels)
    wishes = repository.read(owner)
    domain.check_room(wishes, product_id, variant.sku)
    currency = domain.currency_of(wishes, product_id, variant.sku) or (product.currency if product else "")
    repository.add(owner, product_id, variant.sku, variant.price, currency)
    return _confirm_change(owner)


def remove(owner: str, product_id: str, sku: str | None) -> Wished:
    """Remove a variant, or without a SKU all of the product; what is not there stays away."""
    for wish in repository.read(owner):
        if wish.product_id == product_id and sku in (None, wish.sku):
            repository.remove(owner, wish)
    return get_wished(owner)


def merge(owner: str, guest: str) -> MergedWishes:
    """Move a guest's wishes to the shopper, as far as there is room. What both wished for stays as the shopper's."""
    own_wishes, guest_wishes = repository.read(owner), repository.read(guest)
    both = [wish for wish in guest_wishes if (wish.product_id, wish.sku) in domain.keys(own_wishes)]
    new = [wish for wish in guest_wishes if wish not in both]
    moving = new[: max(MAX_WISHES - len(own_wishes), 0)]  # two devices at once may have gone beyond
    repository.move(moving, guest, owner)
    repository.delete(guest, both)
    return MergedWishes(wished=_confirm_change(owner), moved=len(moving), left=len(new) - len(moving))


def _confirm_change(owner: str) -> Wished:
    """Return the list after a change. Raises Refused 401, with nothing left, if the account was closed meanwhile."""
    try:
        return get_wished(owner)
    except Refused:
        repository.erase(owner)
        raise
