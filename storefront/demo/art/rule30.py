"""Rule Thirty: cellular automata. A row, a rule of eight bits, and the next row."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from storefront.demo.canvas import Random, Size, blend, grain
from storefront.demo.palette import Palette
from storefront.demo.pen import Pen

Cells = npt.NDArray[np.uint8]


def rows(rule: int, width: int, height: int, rng: Random, seeds: int) -> Cells:
    """`height` generations of a rule in Wolfram's numbering, from `seeds` living cells (0: a random half of them)."""
    row = np.zeros(width, np.uint8)
    if seeds:
        row[np.linspace(0, width, seeds * 2 + 1, dtype=int)[1::2]] = 1
    else:
        row = rng.integers(0, 2, width, dtype=np.uint8)
    table = np.array([rule >> bit & 1 for bit in range(8)], np.uint8)
    history = [row]
    for _ in range(height - 1):
        row = table[4 * np.roll(row, 1) + 2 * row + np.roll(row, -1)]
        history.append(row)
    return np.stack(history)


def _ages(cells: Cells) -> npt.NDArray[np.int32]:
    """For how many generations each cell has been in its state."""
    ages = np.zeros(cells.shape, np.int32)
    for row in range(1, len(cells)):
        ages[row] = np.where(cells[row] == cells[row - 1], ages[row - 1] + 1, 0)
    return ages


def draw(
    size: Size, rng: Random, palette: Palette, *, rule: int = 30, columns: int = 72, margin: float = 0.07
) -> Image.Image:
    """What becomes of one living cell: beads, tinted by how deep into the page they were born and how long they have
    lived."""
    pen = Pen(size, palette.ground)
    inks = (palette.ink, *palette.tints[::-1])
    edge = size[0] * (1 - 2 * margin) / columns
    count = int((size[1] - 2 * margin * size[0]) / edge)
    cells = rows(rule, columns + 2 * count, count, rng, 1)[:, count : count + columns]
    ages = _ages(cells)
    left, top = size[0] * margin + edge / 2, (size[1] - count * edge) / 2 + edge / 2
    for row, column in np.argwhere(cells == 1):
        ink = blend(inks, row / count * 0.75 + min(int(ages[row, column]), 4) * 0.08)
        pen.disc(left + column * edge, top + row * edge, edge * 0.44, ink)
    return grain(pen.finish(), rng, 4)


def quilt(
    size: Size, rng: Random, palette: Palette, *, rule: int = 45, block: int = 16, columns: int = 4
) -> Image.Image:
    """Patches, each the carpet of one random beginning, mirrored both ways as a quilter would."""
    pen = Pen(size, palette.ground)
    edge = size[0] / (columns * block)
    inks = (*palette.tints, palette.ink)
    for patch_row in range(-(-size[1] * columns // size[0])):
        for patch_column in range(columns):
            half = rows(rule if (patch_row + patch_column) % 2 else 30, block // 2, block // 2, rng, 0)
            carpet = np.block([[half, half[:, ::-1]], [half[::-1], half[::-1, ::-1]]])
            paper, ink = rng.choice(len(inks), 2, replace=False)
            x0, y0 = patch_column * block * edge, patch_row * block * edge
            pen.box(x0, y0, x0 + block * edge, y0 + block * edge, blend((palette.ground, inks[paper]), 0.24))
            for row, column in np.argwhere(carpet == 1):
                x, y = x0 + column * edge, y0 + row * edge
                pen.box(x, y, x + edge + 0.5, y + edge + 0.5, inks[ink])
    return grain(pen.finish(), rng, 4)
