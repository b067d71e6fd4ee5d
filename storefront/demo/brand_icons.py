"""Draw the shop's brand icons as halftone screens: `python -m storefront.demo.brand_icons` writes them to static/ and
templates/.

A halftone is a lattice of dots turned by a screen angle, each as large as the picture is dark there. A dot is a
zero-length stroke with round ends, which takes nine bytes where a circle element takes forty.
"""

import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parents[1]
ICONS = HERE / "static" / "icons"
LEVELS = 12
BLUE, PAPER = "#2b3fd6", "#fbfaf7"
PNG_SIZES = (180, 192, 512)

Tone = Callable[[float, float], float]


def screen(width: float, height: float, pitch: float, angle: float, tone: Tone) -> Iterator[tuple[float, float, float]]:
    """The dots `(x, y, diameter)` of a picture `tone(u, v) -> 0..1`, both from 0 to 1, on a lattice turned by `angle`
    degrees."""
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    reach = int(math.hypot(width, height) / pitch / 2) + 2
    for row in range(-reach, reach + 1):
        for column in range(-reach, reach + 1):
            x = width / 2 + pitch * (column * cos - row * sin)
            y = height / 2 + pitch * (column * sin + row * cos)
            dark = tone(x / width, y / height)
            if dark > 0 and -pitch < x < width + pitch and -pitch < y < height + pitch:
                yield x, y, pitch * 1.12 * math.sqrt(min(dark, 1))


def svg(
    width: int, height: int, dots: Iterator[tuple[float, float, float]], colour: str = "currentColor", extra: str = ""
) -> str:
    """An SVG of the dots in `LEVELS` sizes, one path each."""
    sizes: dict[float, list[str]] = defaultdict(list)
    found = list(dots)
    largest = max(size for _, _, size in found)
    for x, y, size in found:
        sizes[round(max(round(size / largest * LEVELS), 1) * largest / LEVELS, 1)].append(f"M{x:.4g} {y:.4g}h0")
    paths = "".join(f'<path stroke-width="{size:g}" d="{"".join(places)}"/>' for size, places in sorted(sizes.items()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"{extra}>'
        f'<g fill="none" stroke="{colour}" stroke-linecap="round">{paths}</g></svg>\n'
    )


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
    """Every mark and the file it belongs in."""
    drawn = {
        HERE / "templates" / "layout" / "mark.svg": svg(
            24, 24, screen(24, 24, 4.6, 45, ball), extra=' class="mark" width="24" height="24" aria-hidden="true"'
        ),
        ICONS / "favicon.svg": svg(32, 32, screen(32, 32, 6.1, 45, ball), BLUE),
        ICONS / "moon.svg": svg(240, 240, screen(240, 240, 9, 45, ball), "#000"),
        ICONS / "edge.svg": svg(14, 84, screen(14, 84, 9.9, 45, lambda u, v: math.pow(max(0.0, v), 1.8)), "#000"),
    }
    for number, (tone, angle) in enumerate(TILES, 1):
        drawn[ICONS / f"tile-{number}.svg"] = svg(240, 240, screen(240, 240, 9.6, angle, tone), "#000")
    return drawn


def icon(size: int) -> Image.Image:
    """The ball as a square picture with room around it, for home screens that cut corners off."""
    scale, margin = 4, 0.17
    image = Image.new("RGB", (size * scale, size * scale), PAPER)
    pen = ImageDraw.Draw(image)
    unit, start = size * scale * (1 - 2 * margin) / 32, size * scale * margin
    for x, y, diameter in screen(32, 32, 6.1, 45, ball):
        left, top, radius = start + x * unit, start + y * unit, diameter * unit / 2
        pen.ellipse((left - radius, top - radius, left + radius, top + radius), fill=BLUE)
    return image.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    for path, text in marks().items():
        path.write_text(text)
        sys.stdout.write(f"{path.relative_to(HERE)} {len(text)} bytes\n")
    for size in PNG_SIZES:
        icon(size).quantize(32).save(ICONS / f"icon-{size}.png", optimize=True)
