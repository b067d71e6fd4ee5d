"""The desk service: an index of all orders for staff, and their notes."""
