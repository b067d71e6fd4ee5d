"""The order service's contract: orders as they were placed, and everything that happened to them since."""
