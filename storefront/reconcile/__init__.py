"""Whether orders, stock and payments, each in its own service's table, say the same."""
