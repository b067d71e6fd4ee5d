"""The inventory service's contract: how many pieces there are, and which orders hold them."""
