"""The notification service: tells shoppers by mail what became of their orders.

It hears of everything and decides nothing.
"""
