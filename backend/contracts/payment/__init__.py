"""The payment service's contract: money asked for, held, taken and given back.

Card data never comes here; a token does.
"""
