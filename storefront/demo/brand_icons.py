"""Draw the shop's brand icons as halftone screens: `python -m storefront.demo.brand_icons` writes them to static/ and
templates/.

A halftone is a lattice of dots turned by a screen angle, each as large as the picture is dark there. A dot is a
zero-length stroke with round ends. The drawing itself turns and scales the lattice, so that a dot's place is two small
whole numbers: a fraction of the bytes that coordinates of the picture take.
"""

import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parents[1]
ICONS = HERE / "static" / "icons"
LEVELS = 12
BLUE, RED, PAPER = "#2b3fd6", "#e8543f", "#fbfaf7"
PNG_SIZES = (180, 192, 512)

Tone = Callable[[float, float], float]


Dot = tuple[int, int, float]


@dataclass(frozen=True)
class Screen:
    """A picture `tone(u, v) -> 0..1`, both from 0 to 1, on a lattice of this pitch, turned by `angle` degrees about its
    middle."""

    width: int
    height: int
    pitch: float
    angle: float
    tone: Tone

    def dots(self) -> Iterator[Dot]:
        """Yield `(column, row, diameter)`, counted from the middle; the diameter is in pitches."""
        reach = int(math.hypot(self.width, self.height) / self.pitch / 2) + 2
        for row in range(-reach, reach + 1):
            for column in range(-reach, reach + 1):
                x, y = self.place(column, row)
                dark = self.tone(x / self.width, y / self.height)
                if (
                    dark > 0
                    and -self.pitch < x < self.width + self.pitch
                    and -self.pitch < y < self.height + self.pitch
                ):
                    yield column, row, 1.12 * math.sqrt(min(dark, 1))

    def place(self, column: int, row: int) -> tuple[float, float]:
        """Return the middle of a dot in the picture's own units."""
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        return (
            self.width / 2 + self.pitch * (column * cos - row * sin),
            self.height / 2 + self.pitch * (column * sin + row * cos),
        )


def svg(screen: Screen, colour: str = "currentColor", extra: str = "") -> str:
    """Return an SVG of the screen's dots in `LEVELS` sizes, one path each."""
    sizes: dict[float, list[Dot]] = defaultdict(list)
    found = list(screen.dots())
    step = max(size for _, _, size in found) / LEVELS
    for dot in found:
        sizes[round(max(round(dot[2] / step), 1) * step, 2)].append(dot)
    paths = "".join(f'<path stroke-width="{size:g}" d="{_path(dots)}"/>' for size, dots in sorted(sizes.items()))
    turned = f"translate({screen.width / 2:g} {screen.height / 2:g})rotate({screen.angle:g})scale({screen.pitch:g})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {screen.width} {screen.height}"{extra}>'
        f'<g fill="none" stroke="{colour}" stroke-linecap="round" transform="{turned}">{paths}</g></svg>\n'
    )


def _path(dots: list[Dot]) -> str:
    """Return the strokes of dots, each moved to from the one before."""
    drawn, (x, y) = "", (0, 0)
    for column, row, _ in dots:
        drawn += f"m{column - x} {row - y}h0".replace(" -", "-")
        x, y = column, row
    return drawn


def ball(u: float, v: float, light: tuple[float, float] = (0.68, 0.3)) -> float:
    """A ball that fills the picture, lit from `light`."""
    if math.hypot(u - 0.5, v - 0.5) > 0.5:
        return 0
    return min(1.0, 0.08 + 1.15 * math.pow(math.hypot(u - light[0], v - light[1]), 1.3))


def ramp(u: float, v: float) -> float:
    return math.pow(max(0.02, 1.05 - (u * 0.45 + v * 0.75)), 1.4)


def hills(u: float, v: float) -> float:
    ridges = ((0.42, 5.1, 0.4), (0.58, 3.7, 2.2), (0.76, 4.3, 4.0))
    below = [v - (level - 0.1 * math.sin(u * rate + shift)) for level, rate, shift in ridges]
    inside = [depth for depth in below if depth > 0]
    return 0.9 * math.exp(-4.2 * inside[-1]) if inside else max(0.0, 0.13 - 0.2 * math.hypot(u - 0.72, v - 0.05))


def ripples(u: float, v: float) -> float:
    away = math.hypot(u - 0.3, v - 0.62)
    return (0.5 + 0.5 * math.cos(away * 26)) * math.exp(-1.1 * away) * 0.92


def moons(u: float, v: float) -> float:
    x, y = u * 3 % 1, v * 3 % 1
    return ball(
        x * 1.25 - 0.125,
        y * 1.25 - 0.125,
        (0.5 + 0.42 * math.cos(int(u * 3) * 1.5), 0.5 + 0.42 * math.sin(int(v * 3) * 1.9)),
    )


def folds(u: float, v: float) -> float:
    return (u * 3.2 + 0.16 * math.sin(v * 6.3)) % 1 * 0.85


def weave(u: float, v: float) -> float:
    return 0.06 + 0.8 * (0.5 + 0.5 * math.sin(u * 17 + 2 * math.sin(v * 5))) * (0.5 + 0.5 * math.sin(v * 13 - u * 3))


TILES: tuple[tuple[Tone, float], ...] = ((hills, 45), (ripples, 15), (moons, 0), (folds, 75), (weave, 30), (ramp, 45))


def marks() -> dict[Path, str]:
    """Return every mark by the file it belongs in."""
    ball_24 = ' class="mark" width="24" height="24" aria-hidden="true"'
    drawn = {
        HERE / "templates" / "layout" / "mark.svg": svg(Screen(24, 24, 4.6, 45, ball), extra=ball_24),
        ICONS / "favicon.svg": svg(Screen(32, 32, 6.1, 45, ball), BLUE),
        ICONS / "moon.svg": svg(Screen(240, 240, 9, 45, ball), "#000"),
        ICONS / "edge.svg": svg(Screen(14, 84, 9.9, 45, lambda u, v: math.pow(max(0.0, v), 1.8)), "#000"),
    }
    for number, (tone, angle) in enumerate(TILES, 1):
        drawn[ICONS / f"tile-{number}.svg"] = svg(Screen(240, 240, 9.6, angle, tone), "#000")
    return drawn


def icon(size: int) -> Image.Image:
    """Draw the ball as a square picture with room around it, for home screens that cut corners off."""
    scale, margin = 4, 0.17
    image = Image.new("RGB", (size * scale, size * scale), PAPER)
    pen = ImageDraw.Draw(image)
    unit, start = size * scale * (1 - 2 * margin) / 32, size * scale * margin
    screen = Screen(32, 32, 6.1, 45, ball)
    for column, row, diameter in screen.dots():
        x, y = screen.place(column, row)
        left, top, radius = start + x * unit, start + y * unit, diameter * screen.pitch * unit / 2
        pen.ellipse((left - radius, top - radius, left + radius, top + radius), fill=BLUE)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def card() -> Image.Image:
    """Draw the picture that a shared link shows where its page has none: hills under a sun, in two inks."""
    width, height, scale = 1200, 630, 2
    image = Image.new("RGB", (width * scale, height * scale), PAPER)
    pen = ImageDraw.Draw(image)
    land = Screen(width, height, 15, 45, hills)
    sun = Screen(230, 230, 15, 75, lambda u, v: 0.8 if math.hypot(u - 0.5, v - 0.5) < 0.5 else 0)
    for screen, colour, left, top in ((sun, RED, 830, 70), (land, BLUE, 0, 0)):
        for column, row, diameter in screen.dots():
            x, y = screen.place(column, row)
            radius = diameter * screen.pitch / 2
            box = (left + x - radius, top + y - radius, left + x + radius, top + y + radius)
            pen.ellipse([each * scale for each in box], fill=colour)
    return image.resize((width, height), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    for path, text in marks().items():
        path.write_text(text)
        sys.stdout.write(f"{path.relative_to(HERE)} {len(text)} bytes\n")
    for size in PNG_SIZES:
        icon(size).quantize(32).save(ICONS / f"icon-{size}.png", optimize=True)
    card().quantize(64).save(ICONS / "card.png", optimize=True)
