"""Orders after the checkout: an order's own page, and the shopper's order history."""
