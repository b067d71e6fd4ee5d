"""The product service's contract: the catalogue."""
