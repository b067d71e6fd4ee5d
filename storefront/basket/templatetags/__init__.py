"""Template tags of the basket."""
