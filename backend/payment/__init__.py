"""The payment service: authorizes, captures, voids and refunds payments at the provider."""
