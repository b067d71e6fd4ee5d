"""The delivery service: the zones in which countries are delivered to, with prices and days, and rates of tax."""
