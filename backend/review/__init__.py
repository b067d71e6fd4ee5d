"""The review service: shoppers' reviews of what was delivered to them, and the resulting ratings of products."""
