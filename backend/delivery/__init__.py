"""The delivery service: the zones in which countries are delivered to, each with its prices and days."""
