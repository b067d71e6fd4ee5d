"""Template tags of the checkout."""
