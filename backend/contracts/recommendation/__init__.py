"""The recommendation service's contract: what was bought together, counted in real orders."""
