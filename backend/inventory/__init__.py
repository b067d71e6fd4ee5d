"""The inventory service: how many pieces of each SKU there are, and which orders hold them."""
