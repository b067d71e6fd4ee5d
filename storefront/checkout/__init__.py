"""From a basket to an order: address, delivery, payment, review. Each step has its own address, and nothing typed is
lost between them."""
