"""A sandbox payment provider: a little company of its own, that the shop reaches over HTTP like any other.

No money moves here.

It shares AWS grammar with the shop's services and nothing else. Card numbers stay in the request that brings them.
"""
