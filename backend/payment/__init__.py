"""Payment: asks the provider for money, takes it once, and gives back what an order that failed had held."""
