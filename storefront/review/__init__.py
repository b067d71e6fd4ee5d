"""Reviews: writing one about what was delivered, and reading, calling helpful and reporting those of others."""
