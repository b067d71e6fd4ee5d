"""The product editor: its forms, the product that they make, and mistakes in it."""
