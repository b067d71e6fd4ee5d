"""The desk service: staff's index of all orders, and their notes."""
