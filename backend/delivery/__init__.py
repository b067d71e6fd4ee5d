"""The delivery service: the delivery zones of countries, with prices and days, and tax rates."""
