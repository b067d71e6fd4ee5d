"""The order service: orders as they were checked out, and everything that happened to them since."""
