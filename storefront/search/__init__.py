"""Finding things: the search's pages, its suggestions, what lists are narrowed down by, and what was looked at last."""
