"""Looks at an account before a stage is deployed to it: what would fail halfway, what would surprise, what it costs.

`make preflight STAGE=production`; `make deploy` runs it first. It changes nothing.
"""
