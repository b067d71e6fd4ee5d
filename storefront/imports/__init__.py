"""Catalogues from files: read row by row, made into the contract's products, and put through the staff API."""
