"""What became of a checkout: the order's own page, and the shopper's earlier ones."""
