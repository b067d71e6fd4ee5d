"""Template tags of wish lists."""
