"""The product service: the catalogue."""
