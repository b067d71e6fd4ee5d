"""The search service: find products by words, narrow them down by facets."""
