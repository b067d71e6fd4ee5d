"""The promotion service: discounts, and the orders that hold a use of those that are limited."""
