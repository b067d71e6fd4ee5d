"""The review service's contract: what shoppers say about what was delivered to them, with stars and words."""
