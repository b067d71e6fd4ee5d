"""The order service: orders as they were checked out, and what became of them."""
