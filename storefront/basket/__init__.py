"""The basket: its page, its place in the header, and what the browser remembers of it."""
