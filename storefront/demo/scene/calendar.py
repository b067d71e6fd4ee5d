"""Calendars and planners: months in a grid, wire at the top."""

import calendar

import numpy as np
from PIL import Image

from storefront.demo.canvas import Pen, Random, filled, mixed
from storefront.demo.palette import Colour
from storefront.demo.scene.desk import DESKS
from storefront.demo.scene.light import backdrop, cut, place
from storefront.demo.scene.room import WALLS
from storefront.demo.scene.type import letter

PAPER: Colour = (249, 246, 239)
INK: Colour = (34, 34, 40)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def month(
    sheet: Image.Image,
    year: int,
    number: int,
    left: float,
    top: float,
    width: float,
    *,
    ink: Colour = INK,
    accent: Colour = (196, 70, 58),
    head: bool = True,
) -> None:
    """One month's days, Monday first, Sundays in the accent."""
    step, size = width / 7, width / 7 * 0.42
    for column, day in enumerate(DAYS):
        if head:
            letter(sheet, day, (left + (column + 0.5) * step, top), size * 0.7, mixed(ink, PAPER, 0.45), anchor="ms")
    for row, week in enumerate(calendar.Calendar().monthdayscalendar(year, number)):
        for column, day in enumerate(week):
            if day:
                letter(
                    sheet,
                    str(day),
                    (left + (column + 0.5) * step, top + (row + 1) * step * 0.72),
                    size,
                    accent if column == 6 else ink,
                    anchor="ms",
                )


def _wire(sheet: Image.Image) -> None:
    for x in np.linspace(40, sheet.width - 40, 24):
        pen = Pen((14, 40), PAPER)
        pen.box(4, 0, 10, 30, (92, 92, 96), 3)
        pen.disc(7, 31, 5, (58, 56, 58))
        thing = pen.done()
        sheet.paste(thing, (round(x) - 7, 0))


def wall(arts: list[Image.Image], rng: Random, *, tint: str = "chalk", year: int = 2027, number: int = 3) -> Image.Image:
    """A month on the wall: the drawing above, the days below."""
    image = backdrop(WALLS[tint], rng)
    sheet = Image.new("RGB", (860, 1230), PAPER)
    art = arts[0]
    picture = filled(art, (772, 660))
    sheet.paste(picture, (44, 64))
    letter(sheet, calendar.month_name[number], (44, 806), 52, INK, weight=0.6)
    letter(sheet, str(year), (816, 806), 34, mixed(INK, PAPER, 0.4), anchor="rs")
    month(sheet, year, number, 24, 858, 812)
    _wire(sheet)
    place(image, cut(sheet, 4), (640, 800), lift=14)
    return image


def covers(arts: list[Image.Image], rng: Random, *, tint: str = "putty", year: int = 2027) -> Image.Image:
    """The cover: a year of drawings at once."""
    image = backdrop(WALLS[tint], rng)
    sheet = Image.new("RGB", (860, 1230), PAPER)
    for index, art in enumerate(arts[:12]):
        row, column = divmod(index, 3)
        sheet.paste(filled(art, (238, 238)), (44 + column * 267, 70 + row * 258))
    letter(sheet, "Halftone", (42, 1166), 50, INK, weight=0.6)
    letter(sheet, str(year), (818, 1166), 50, (196, 70, 58), anchor="rs", weight=0.6)
    _wire(sheet)
    place(image, cut(sheet, 4), (640, 800), lift=14)
    return image


def year(arts: list[Image.Image], rng: Random, *, tint: str = "sage", number: int = 2027) -> Image.Image:
    """The whole year on one sheet under one drawing."""
    image = backdrop(WALLS[tint], rng)
    sheet = Image.new("RGB", (940, 1316), PAPER)
    art = arts[0]
    sheet.paste(filled(art, (844, 470)), (48, 48))
    letter(sheet, str(number), (46, 626), 92, INK, weight=1)
    for index in range(12):
        row, column = divmod(index, 4)
        left, top = 48 + column * 216, 700 + row * 200
        letter(sheet, calendar.month_abbr[index + 1], (left + 4, top), 22, (196, 70, 58), weight=0.5)
        month(sheet, number, index + 1, left, top + 8, 190, head=False)
    place(image, cut(sheet, 2), (640, 800), lift=12)
    return image


def desk(arts: list[Image.Image], rng: Random, *, top: str = "straw", spine: Colour = (40, 44, 52)) -> Image.Image:
    """A weekly planner lying open at some Monday."""
    image = backdrop(DESKS[top], rng)
    pad = Image.new("RGB", (1000, 720), PAPER)
    pen = Pen((1000, 720), PAPER)
    for column in range(5):
        x = 40 + column * 186
        pen.line(np.array([(x, 150), (x + 162, 150)]), INK, 1.6)
        for row in range(14):
            pen.line(np.array([(x, 190 + row * 36), (x + 162, 190 + row * 36)]), (206, 204, 200), 1)
    pad.paste(pen.done())
    for column, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Fri + weekend")):
        letter(pad, name, (40 + column * 186, 138), 23, INK)
    strip = filled(arts[0], (1000, 90))
    pad.paste(strip, (0, 0))
    place(image, cut(pad, 4), (640, 820), turn=4, lift=14)
    return image
