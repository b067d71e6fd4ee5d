"""The programs.

Each module draws in one manner: `draw(size, rng, palette, **knobs)`; the same arguments give the same picture.
"""
