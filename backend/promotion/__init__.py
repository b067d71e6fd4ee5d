"""The promotion service: what discounts there are, and which orders hold a use of those that are limited."""
