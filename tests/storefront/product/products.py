"""A product as tests of its pages begin with it, and the tree of categories that it is in."""

from typing import Any

from backend.contracts.product.models import Categories, Category, Option, Picture, Product, Variant

AT = "2026-11-21T08:00:00.000Z"


def product(slug: str = "slow-tide", title: str = "Slow Tide", **more: Any) -> Product:
    """A print in two sizes, framed or not; the large one is made unframed only, and the small one is reduced."""
    made = (("A4", "Unframed", 2400), ("A4", "Oak frame", 5900), ("A2", "Unframed", 4800))
    variants = tuple(
        Variant(
            sku=f"{slug}-{size}-{frame[:2]}".upper(),
            values=(size, frame),
            price=price,
            compare_at=3000 if price == 2400 else None,
        )
        for size, frame, price in made
    )
    options = (Option(name="Size", values=("A4", "A2", "A0")), Option(name="Frame", values=("Unframed", "Oak frame")))
    given: dict[str, Any] = {
        "id": slug, "title": title, "currency": "EUR", "category": ("Prints", "Landscapes"), "category_path": "prints/landscapes",
        "variants": variants, "options": options, "description": "Seven hills.\n\nOne sun.", "brand": "Tidewater", "tags": ("sea", "calm"),
        "pictures": tuple(Picture(src=src, alt=alt, width=960, height=1200) for src, alt in (("tide-1", "Hills"), ("tide-2", "On a wall"))),
        "version": 1, "created_at": AT, "changed_at": AT,
    }  # fmt: skip
    return Product(**{**given, **more})


TREE = Categories(
    items=(
        Category(path="cards", title="Cards", count=0),
        Category(path="prints", title="Prints", count=60),
        Category(path="prints/landscapes", title="Landscapes", count=40),
        Category(path="prints/portraits", title="Portraits", count=20),
    ),
    count=60,
)
