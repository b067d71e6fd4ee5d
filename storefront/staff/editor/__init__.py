"""The product editor: its form as it is filled, typed, taken and refused."""
