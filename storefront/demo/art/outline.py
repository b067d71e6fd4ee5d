"""Outlines of things: closed curves about the origin, roughly one unit across, with y downwards."""

from collections.abc import Sequence

import numpy as np

from storefront.demo.canvas import Points


def spline(corners: Sequence[tuple[float, float]], closed: bool = True, fine: int = 14) -> Points:
    """A smooth line through points (Catmull and Rom), `fine` steps from each to the next."""
    p = np.asarray(corners, float)
    p = np.vstack([p[-1], p, p[:2]]) if closed else np.vstack([p[0], p, p[-1]])
    t = np.linspace(0, 1, fine, endpoint=False)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.concatenate(parts)


def mirror(half: Sequence[tuple[float, float]]) -> Points:
    """A thing with a left side like its right one; `half` runs down the right from the top, both ends on the axis."""
    return spline([*half, *((-x, y) for x, y in half[-2:0:-1])])


def transform(outline: Points, x: float, y: float, scale: float, turn: float = 0.0) -> Points:
    """The outline about x, y, `turn` radians clockwise."""
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack(
        [
            x + scale * (outline[:, 0] * cos - outline[:, 1] * sin),
            y + scale * (outline[:, 0] * sin + outline[:, 1] * cos),
        ],
        1,
    )


def leaf(root: Points, angle: float, length: float, breadth: float, belly: float = 0.45) -> Points:
    """A leaf whose stalk ends at `root`; `belly` is where it is broadest, 0 at the stalk, 1 at the tip."""
    t = np.linspace(0, 1, 16)
    power = np.log(0.5) / np.log(belly)
    half = np.sin(np.pi * t**power) ** (0.62 if breadth > 0.7 * length else 1) * breadth / 2
    return transform(
        np.stack([np.concatenate([t, t[::-1]]) * length, np.concatenate([half, -half[::-1]])], 1),
        root[0],
        root[1],
        1.0,
        angle,
    )


PEAR = mirror([(0, -1), (0.24, -0.9), (0.34, -0.5), (0.52, -0.1), (0.76, 0.42), (0.6, 0.88), (0, 1)])
CAP = mirror([(0, -0.82), (0.45, -0.72), (0.86, -0.36), (1, 0.1), (0.5, 0.24), (0, 0.26)])
LEMON = spline([(-1.12, 0), (-0.9, -0.2), (-0.6, -0.56), (0, -0.72), (0.6, -0.56), (0.9, -0.2),
                (1.12, 0), (0.9, 0.2), (0.6, 0.56), (0, 0.72), (-0.6, 0.56), (-0.9, 0.2)])  # fmt: skip
LEAF = spline([(0, 0), (0.3, -0.26), (0.75, -0.22), (1.1, 0), (0.7, 0.2), (0.3, 0.2)])
VASE = spline([(-0.22, -1), (0.22, -1), (0.2, -0.62), (0.62, -0.1), (0.66, 0.5), (0.36, 0.98),
               (-0.36, 0.98), (-0.66, 0.5), (-0.62, -0.1), (-0.2, -0.62)])  # fmt: skip
FISH = spline([(-1, 0.02), (-0.82, -0.15), (-0.4, -0.27), (0.1, -0.25), (0.55, -0.1), (0.74, -0.03), (1.02, -0.26),
               (0.94, 0.02), (1.02, 0.28), (0.74, 0.05), (0.5, 0.13), (0.05, 0.24), (-0.45, 0.24),
               (-0.84, 0.14)])  # fmt: skip
STALK = spline([(-0.22, 0.15), (0.22, 0.15), (0.2, 0.6), (0.34, 1.15), (0, 1.24), (-0.34, 1.15), (-0.2, 0.6)])
