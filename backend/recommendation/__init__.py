"""The recommendation service: what was bought together."""
