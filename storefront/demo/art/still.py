"""What Two Drums has on its table: each still life as plates to print one after another, in widths of the picture."""

from collections.abc import Callable, Sequence

import numpy as np

from storefront.demo.canvas import Pen, Points, Random

Plate = Callable[[Pen, float], None]  # draws with a white pen; its second argument is pixels per picture width


def spline(corners: Sequence[tuple[float, float]], closed: bool = True, fine: int = 14) -> Points:
    """A smooth outline through points (Catmull and Rom)."""
    p = np.asarray(corners, float)
    p = np.vstack([p[-1], p, p[:2]]) if closed else np.vstack([p[0], p, p[-1]])
    t = np.linspace(0, 1, fine, endpoint=False)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.concatenate(parts)


def _placed(outline: Points, x: float, y: float, scale: float, turn: float = 0.0) -> Points:
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack([x + scale * (outline[:, 0] * cos - outline[:, 1] * sin), y + scale * (outline[:, 0] * sin + outline[:, 1] * cos)], 1)


PEAR = spline(
    [
        (0, -1),
        (0.24, -0.9),
        (0.34, -0.5),
        (0.52, -0.1),
        (0.76, 0.42),
        (0.6, 0.88),
        (0, 1),
        (-0.6, 0.88),
        (-0.76, 0.42),
        (-0.52, -0.1),
        (-0.34, -0.5),
        (-0.24, -0.9),
    ]
)
LEMON = spline(
    [
        (-1.12, 0),
        (-0.9, -0.2),
        (-0.6, -0.56),
        (0, -0.72),
        (0.6, -0.56),
        (0.9, -0.2),
        (1.12, 0),
        (0.9, 0.2),
        (0.6, 0.56),
        (0, 0.72),
        (-0.6, 0.56),
        (-0.9, 0.2),
    ]
)
LEAF = spline([(0, 0), (0.3, -0.26), (0.75, -0.22), (1.1, 0), (0.7, 0.2), (0.3, 0.2)])
VASE = spline(
    [
        (-0.22, -1),
        (0.22, -1),
        (0.2, -0.62),
        (0.62, -0.1),
        (0.66, 0.5),
        (0.36, 0.98),
        (-0.36, 0.98),
        (-0.66, 0.5),
        (-0.62, -0.1),
        (-0.2, -0.62),
    ]
)
FISH = spline(
    [
        (-1, 0.02),
        (-0.82, -0.15),
        (-0.4, -0.27),
        (0.1, -0.25),
        (0.55, -0.1),
        (0.74, -0.03),
        (1.02, -0.26),
        (0.94, 0.02),
        (1.02, 0.28),
        (0.74, 0.05),
        (0.5, 0.13),
        (0.05, 0.24),
        (-0.45, 0.24),
        (-0.84, 0.14),
    ]
)
CAP = spline(
    [(-1, 0.1), (-0.86, -0.36), (-0.45, -0.72), (0, -0.82), (0.45, -0.72), (0.86, -0.36), (1, 0.1), (0.5, 0.24), (0, 0.26), (-0.5, 0.24)]
)
STALK = spline([(-0.22, 0.15), (0.22, 0.15), (0.2, 0.6), (0.34, 1.15), (0, 1.24), (-0.34, 1.15), (-0.2, 0.6)])


def pears(rng: Random, height: float) -> list[list[Plate]]:
    """Two pears and a leaf."""
    base = height * 0.56
    spots = [(0.37, base, 0.30, -0.1), (0.67, base + 0.07, 0.25, 0.16)]

    def fruit(pen: Pen, s: float) -> None:
        for x, y, r, turn in spots:
            pen.polygon(_placed(PEAR, x, y, r, turn) * s, 255)

    def shade(pen: Pen, s: float) -> None:
        pen.disc(0.5 * s, (height * 0.45) * s, 0.37 * s, 255)
        for x, y, r, turn in spots:
            pen.polygon(_placed(PEAR * [0.72, 0.9], x + r * 0.2, y + r * 0.05, r, turn) * s, 0)

    def line(pen: Pen, s: float) -> None:
        for x, y, r, turn in spots:
            top = np.array([x + r * np.sin(turn), y - r * np.cos(turn)])
            pen.ribbon(np.array([top + [0, 0.02], top + [0.012, -0.04], top + [0.045, -0.085]]) * s, 0.013 * s, 255)
            pen.polygon(_placed(LEAF, *(top + [0.02, -0.045]), 0.17, -0.5 + turn) * s, 255)
            for n in range(26):
                pen.disc(*((np.array([x, y + r * 0.32]) + rng.normal(0, r * 0.2, 2)) * s), 0.0032 * s, 255)

    return [[fruit], [shade], [line]]


def lemons(rng: Random, height: float) -> list[list[Plate]]:
    """Lemons on the branch, one cut."""
    spots = [(0.34, height * 0.3, 0.185, 0.9), (0.69, height * 0.43, 0.2, 1.9), (0.36, height * 0.68, 0.2, 0.5)]

    def fruit(pen: Pen, s: float) -> None:
        for x, y, r, turn in spots:
            pen.polygon(_placed(LEMON, x, y, r, turn) * s, 255)
        pen.disc(0.68 * s, height * 0.77 * s, 0.15 * s, 255)

    def leaves(pen: Pen, s: float) -> None:
        for x, y, turn, r in (
            (0.5, 0.16, 2.7, 0.3),
            (0.5, 0.16, 0.4, 0.34),
            (0.48, 0.48, 3.6, 0.3),
            (0.52, 0.6, 0.2, 0.36),
            (0.5, 0.52, 2.2, 0.2),
            (0.47, 0.36, -0.5, 0.3),
        ):
            pen.polygon(_placed(LEAF, x, y * height, r, turn) * s, 255)

    def line(pen: Pen, s: float) -> None:
        branch = spline([(0.56, 0.02), (0.5, 0.2 * height), (0.47, 0.42 * height), (0.53, 0.62 * height)], closed=False)
        pen.ribbon(branch * s, 0.011 * s, 255)
        cx, cy = 0.68 * s, height * 0.77 * s
        pen.ring(cx, cy, 0.15 * s, 255, 0.009 * s)
        for wedge in range(9):
            a = wedge * 2 * np.pi / 9
            pen.line(np.array([[cx, cy], [cx + 0.125 * s * np.cos(a), cy + 0.125 * s * np.sin(a)]]), 255, 0.006 * s)
        for x, y, r, turn in spots:
            for _ in range(34):
                pen.disc(*((np.array([x, y]) + rng.normal(0, r * 0.3, 2)) * s), 0.0028 * s, 255)

    return [[fruit], [leaves], [line]]


def vases(rng: Random, height: float) -> list[list[Plate]]:
    """Three vases that lean on one another where the inks cross."""
    foot = height * 0.83
    rows = [(0.3, 0.25, 1.0), (0.55, 0.33, 1.15), (0.75, 0.2, 0.95)]

    def one(index: int) -> Plate:
        x, r, tall = rows[index]
        return lambda pen, s: pen.polygon(_placed(VASE * [1, tall], x, foot - r * tall, r) * s, 255)

    def branches(pen: Pen, s: float) -> None:
        for x, r, tall in rows:
            top = foot - 2 * r * tall
            for lean in (-0.5, 0.12, 0.6):
                reach = 0.3 + 0.1 * abs(lean)
                t = np.linspace(0, 1, 20)
                twig = np.stack([x + lean * 0.16 * t**1.5, top + 0.03 - reach * t], 1)
                pen.ribbon(twig * s, 0.0052 * s, 255)
                for at in range(5, 20, 3):
                    pen.disc(twig[at, 0] * s + rng.normal(0, 0.012) * s, twig[at, 1] * s, rng.uniform(0.009, 0.019) * s, 255)

    return [[one(0), one(2)], [one(1)], [branches]]


def sardines(rng: Random, height: float) -> list[list[Plate]]:
    """A tin's worth, heads left and right in turn."""
    spots = [(0.5 + rng.normal(0, 0.012), height * (0.16 + 0.113 * i), 0.37, (-1 if i % 2 else 1)) for i in range(7)]

    def placed(x: float, y: float, r: float, way: int) -> Points:
        return _placed(FISH * [way, 1], x, y, r)

    def bodies(pen: Pen, s: float) -> None:
        for x, y, r, way in spots:
            pen.polygon(placed(x, y, r, way) * s, 255)

    def backs(pen: Pen, s: float) -> None:
        for x, y, r, way in spots:
            back = FISH.copy()
            back[:, 1] = np.minimum(back[:, 1], 0.02 - 0.05 * np.cos(back[:, 0] * 2))
            pen.polygon(_placed(back * [way, 1], x, y - 0.004, r) * s, 255)

    def marks(pen: Pen, s: float) -> None:
        for x, y, r, way in spots:
            pen.disc((x - way * 0.82 * r) * s, (y - 0.02 * r) * s, 0.009 * s, 255)
            gill = np.linspace(-0.9, 0.9, 12)
            pen.ribbon(np.stack([x - way * r * (0.62 - 0.06 * np.cos(gill)), y + r * 0.15 * gill], 1) * s, 0.004 * s, 255)
            for spot in range(8):
                pen.disc((x + way * r * (-0.45 + spot * 0.12)) * s, (y - 0.01 * r) * s, 0.0058 * s, 255)

    return [[bodies], [backs], [marks]]


def mushrooms(rng: Random, height: float) -> list[list[Plate]]:
    """A ring of mushrooms, the morning after."""
    spots = [
        (0.5, height * 0.42, 0.25, 0.0),
        (0.25, height * 0.6, 0.15, -0.18),
        (0.74, height * 0.63, 0.17, 0.14),
        (0.5, height * 0.74, 0.105, 0.05),
    ]

    def stalks(pen: Pen, s: float) -> None:
        for x, y, r, turn in spots:
            pen.polygon(_placed(STALK, x, y, r, turn) * s, 255)

    def caps(pen: Pen, s: float) -> None:
        for x, y, r, turn in spots:
            pen.polygon(_placed(CAP, x, y, r, turn) * s, 255)
            for dot in ((-0.5, -0.2, 0.1), (0.05, -0.5, 0.15), (0.5, -0.22, 0.12), (-0.08, -0.06, 0.08), (0.26, -0.02, 0.06)):
                spot = _placed(np.array([dot[:2]]), x, y, r, turn)[0]
                pen.disc(spot[0] * s, spot[1] * s, dot[2] * r * s, 0)

    def grass(pen: Pen, s: float) -> None:
        for x, y, r, turn in spots:
            for gill in np.linspace(-0.8, 0.8, 13):
                pen.line(_placed(np.array([[gill * 0.25, 0.3], [gill, 0.13]]), x, y, r, turn) * s, 255, 0.0028 * s)
            for _ in range(16):
                root = np.array([x + rng.normal(0, r * 0.8), y + r * 1.2])
                tip = root + [rng.normal(0, 0.03), -rng.uniform(0.03, 0.12)]
                pen.ribbon(np.array([root, (root + tip) / 2 + [0.004, 0], tip]) * s, np.array([0.008, 0.006, 0.001]) * s, 255, caps=False)

    return [[stalks], [caps], [grass]]


SUBJECTS: dict[str, Callable[[Random, float], list[list[Plate]]]] = {
    "pears": pears,
    "lemons": lemons,
    "vases": vases,
    "sardines": sardines,
    "mushrooms": mushrooms,
}
