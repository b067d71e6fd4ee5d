"""The order service's contract: orders as they were placed, and what became of them."""
