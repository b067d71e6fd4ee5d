"""Halftone, the demo shop: its catalogue, and the programs that draw every picture in it."""
