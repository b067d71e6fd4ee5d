"""The shopper's saved addresses: the pages of the account that list and change them."""
