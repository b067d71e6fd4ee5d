"""The shop's back office: orders to pack and send, and stock.

The services decide who may; these pages only do not show themselves.
"""
