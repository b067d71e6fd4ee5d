"""The promotion service's contract: discounts, the codes that bring them, and how often each may be used."""
