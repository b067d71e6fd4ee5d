"""The notification service's contract: messages that people write to the shop, and what staff read of them."""
