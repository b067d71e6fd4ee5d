"""What people saw of the shop's real processes is written down and judged after.

A `history` holds each request and what became of it; `books` reads what the shop holds in the end; `checkers` and `banks` say what is
wrong with both.
"""
