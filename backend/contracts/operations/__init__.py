"""The operations service's contract: letters, as messages are called that could not be delivered, and what staff do
about them."""
