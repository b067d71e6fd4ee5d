"""Wish lists: hearts on cards and product pages, and the list's own page."""
