"""The inventory service's contract: how many there are, and who holds them."""
