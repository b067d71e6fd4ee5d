"""What else Two Drums has on its table: vases, sardines, mushrooms; three plates each, in widths of the picture."""

import numpy as np

from storefront.demo.art.fruit import Spot
from storefront.demo.art.outline import CAP, FISH, STALK, VASE, transform
from storefront.demo.canvas import Random
from storefront.demo.pen import Pen


class Vases:
    """Three vases that lean on one another where the inks cross."""

    ROWS = ((0.3, 0.24, 1.0), (0.54, 0.31, 1.1), (0.75, 0.19, 0.95))  # middle, half width, how tall for that

    def __init__(self, rng: Random, height: float) -> None:
        self.rng, self.foot = rng, height * 0.87

    def _vase(self, pen: Pen, x: float, r: float, tall: float) -> None:
        pen.polygon(transform(VASE * [1, tall], x, self.foot - r * tall, r), 255)

    def first(self, pen: Pen) -> None:
        for row in self.ROWS[::2]:
            self._vase(pen, *row)

    def second(self, pen: Pen) -> None:
        self._vase(pen, *self.ROWS[1])

    def third(self, pen: Pen) -> None:
        t = np.linspace(0, 1, 20)
        for x, r, tall in self.ROWS:
            for lean in (-0.5, 0.12, 0.6):
                twig = np.stack(
                    [x + lean * 0.16 * t**1.5, self.foot - 2 * r * tall + 0.03 - (0.26 + 0.1 * abs(lean)) * t], 1
                )
                pen.ribbon(twig, 0.0052, 255)
                for at in range(5, 20, 3):
                    pen.disc(twig[at, 0] + self.rng.normal(0, 0.012), twig[at, 1], self.rng.uniform(0.009, 0.019), 255)


class Sardines:
    """A tin's worth, heads left and right in turn."""

    def __init__(self, rng: Random, height: float) -> None:
        self.spots = [
            (Spot(0.5 + rng.normal(0, 0.012), height * (0.16 + 0.113 * row), 0.37), -1 if row % 2 else 1)
            for row in range(7)
        ]

    def first(self, pen: Pen) -> None:
        for spot, way in self.spots:
            pen.polygon(transform(FISH * [way, 1], *spot), 255)

    def second(self, pen: Pen) -> None:
        back = FISH.copy()
        back[:, 1] = np.minimum(back[:, 1], 0.02 - 0.05 * np.cos(back[:, 0] * 2))
        for spot, way in self.spots:
            pen.polygon(transform(back * [way, 1], *spot) - [0, 0.004], 255)

    def third(self, pen: Pen) -> None:
        arc = np.linspace(-0.9, 0.9, 12)
        gill = np.stack([0.06 * np.cos(arc) - 0.62, 0.15 * arc], 1)
        for spot, way in self.spots:
            x, y, r, _ = spot
            pen.disc(x - way * 0.82 * r, y - 0.02 * r, 0.009, 255)
            pen.ribbon(transform(gill * [way, 1], *spot), 0.004, 255)
            for place in range(8):
                pen.disc(x + way * r * (-0.45 + place * 0.12), y - 0.01 * r, 0.0058, 255)


class Mushrooms:
    """A ring of mushrooms, the morning after."""

    DOTS = ((-0.5, -0.2, 0.1), (0.05, -0.5, 0.15), (0.5, -0.22, 0.12), (-0.08, -0.06, 0.08), (0.26, -0.02, 0.06))

    def __init__(self, rng: Random, height: float) -> None:
        self.rng = rng
        places = ((0.5, 0.42, 0.25, 0.0), (0.25, 0.6, 0.15, -0.18), (0.74, 0.63, 0.17, 0.14), (0.5, 0.74, 0.105, 0.05))
        self.spots = [Spot(x, y * height, r, turn) for x, y, r, turn in places]

    def first(self, pen: Pen) -> None:
        for spot in self.spots:
            pen.polygon(transform(STALK, *spot), 255)

    def second(self, pen: Pen) -> None:
        for spot in self.spots:
            pen.polygon(transform(CAP, *spot), 255)
            for u, v, size in self.DOTS:
                x, y = transform(np.array([(u, v)]), *spot)[0]
                pen.disc(float(x), float(y), size * spot.r, 0)

    def third(self, pen: Pen) -> None:
        for spot in self.spots:
            for gill in np.linspace(-0.8, 0.8, 13):
                pen.line(transform(np.array([(gill * 0.25, 0.3), (gill, 0.13)]), *spot), 255, 0.0028)
            for shift in self.rng.normal(0, spot.r * 0.8, 16):
                root = np.array([spot.x + shift, spot.y + spot.r * 1.2])
                tip = root + np.array([self.rng.normal(0, 0.03), -self.rng.uniform(0.03, 0.12)])
                pen.ribbon(
                    np.array([root, (root + tip) / 2 + [0.004, 0], tip]),
                    np.array([0.008, 0.006, 0.001]),
                    255,
                    caps=False,
                )
