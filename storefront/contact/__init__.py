"""Writing to the shop, and what a shop must say of itself: imprint, terms, withdrawal."""
