"""Buys something in a deployed shop with a test card, by plain requests through the storefront: `make smoke URL=…`.

It knows pages only: what a visitor without scripts can follow, from the home page to a confirmed order.
"""
