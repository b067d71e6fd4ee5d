"""The product editor: its forms, the product that they make, and what is wrong with it."""
