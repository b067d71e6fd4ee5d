"""The review service: what shoppers say about what was delivered to them, and the stars that a product has by it."""
