"""Fruit for Two Drums: each still life as three plates, drawn in widths of the picture with a white pen."""

from typing import NamedTuple

import numpy as np

from storefront.demo.art.outline import LEAF, LEMON, PEAR, spline, transform
from storefront.demo.canvas import Random
from storefront.demo.pen import Pen


class Spot(NamedTuple):
    """Where something lies, how large it is, and how far it leans, in radians."""

    x: float
    y: float
    r: float
    turn: float = 0.0


def _freckles(pen: Pen, rng: Random, x: float, y: float, spread: float, count: int) -> None:
    for dx, dy in rng.normal(0, spread, (count, 2)):
        pen.disc(x + dx, y + dy, 0.003, 255)


class Pears:
    """Two pears before a plate, a leaf each."""

    def __init__(self, rng: Random, height: float) -> None:
        self.rng, self.height = rng, height
        self.spots = (Spot(0.37, height * 0.56, 0.30, -0.1), Spot(0.67, height * 0.56 + 0.07, 0.25, 0.16))

    def first(self, pen: Pen) -> None:
        for spot in self.spots:
            pen.polygon(transform(PEAR, *spot), 255)

    def second(self, pen: Pen) -> None:
        pen.disc(0.5, self.height * 0.45, 0.37, 255)
        for x, y, r, turn in self.spots:
            pen.polygon(transform(PEAR * [0.72, 0.9], x + r * 0.2, y + r * 0.05, r, turn), 0)

    def third(self, pen: Pen) -> None:
        for x, y, r, turn in self.spots:
            top = np.array([x + r * np.sin(turn), y - r * np.cos(turn)])
            stalk = top + np.array([(0, 0.02), (0.012, -0.04), (0.045, -0.085)])
            pen.ribbon(stalk, 0.013, 255)
            pen.polygon(transform(LEAF, stalk[0, 0] + 0.02, stalk[0, 1] - 0.065, 0.17, turn - 0.5), 255)
            _freckles(pen, self.rng, x, y + r * 0.32, r * 0.2, 26)


class Lemons:
    """Lemons on the branch, and one cut."""

    LEAVES = ((0.5, 0.16, 0.3, 2.7), (0.5, 0.16, 0.34, 0.4), (0.48, 0.48, 0.3, 3.6), (0.52, 0.6, 0.36, 0.2),
              (0.5, 0.52, 0.2, 2.2), (0.47, 0.36, 0.3, -0.5))  # fmt: skip

    def __init__(self, rng: Random, height: float) -> None:
        self.rng, self.height = rng, height
        self.spots = (
            Spot(0.34, height * 0.3, 0.185, 0.9),
            Spot(0.69, height * 0.43, 0.2, 1.9),
            Spot(0.36, height * 0.68, 0.2, 0.5),
        )
        self.cut = Spot(0.68, height * 0.77, 0.15)

    def first(self, pen: Pen) -> None:
        for spot in self.spots:
            pen.polygon(transform(LEMON, *spot), 255)
        pen.disc(self.cut.x, self.cut.y, self.cut.r, 255)

    def second(self, pen: Pen) -> None:
        for x, y, r, turn in self.LEAVES:
            pen.polygon(transform(LEAF, x, y * self.height, r, turn), 255)

    def third(self, pen: Pen) -> None:
        h, cut = self.height, self.cut
        pen.ribbon(spline([(0.56, 0.02), (0.5, 0.2 * h), (0.47, 0.42 * h), (0.53, 0.62 * h)], closed=False), 0.011, 255)
        pen.ring(cut.x, cut.y, cut.r, 255, 0.009)
        for angle in np.arange(9) * 2 * np.pi / 9:
            pen.line(
                np.array([(cut.x, cut.y), (cut.x + 0.125 * np.cos(angle), cut.y + 0.125 * np.sin(angle))]), 255, 0.006
            )
        for x, y, r, _ in self.spots:
            _freckles(pen, self.rng, x, y, r * 0.26, 34)
