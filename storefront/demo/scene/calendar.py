"""Calendars and planners: months in a grid, wire at the top."""

import calendar

import numpy as np
from PIL import Image

from storefront.demo.canvas import Random, crop_to_fill, mix
from storefront.demo.palette import Colour
from storefront.demo.pen import Pen
from storefront.demo.scene.desk import DESKS
from storefront.demo.scene.light import backdrop, cut, place
from storefront.demo.scene.pencil import pencil
from storefront.demo.scene.room import WALLS
from storefront.demo.scene.type import letter

PAPER: Colour = (249, 246, 239)
INK: Colour = (34, 34, 40)
RED: Colour = (196, 70, 58)
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Weekend")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def month(
    sheet: Image.Image, year: int, number: int, left: float, top: float, width: float, *, head: bool = True
) -> None:
    """One month's days, Monday first, Sundays in red; `head` names the weekdays."""
    step, size, drop = width / 7, width / 7 * 0.42, width / 7 * (0.72 if head else 0.92)
    for column, day in enumerate(DAYS if head else ()):
        letter(sheet, day, (left + (column + 0.5) * step, top), size * 0.7, mix(INK, PAPER, 0.45), anchor="ms")
    for row, days in enumerate(calendar.Calendar().monthdayscalendar(year, number), 1):
        for column, date in enumerate(days):
            if date:
                letter(
                    sheet,
                    str(date),
                    (left + (column + 0.5) * step, top + row * drop),
                    size,
                    RED if column == 6 else INK,
                    anchor="ms",
                )


def _wire(sheet: Image.Image) -> None:
    for x in np.linspace(40, sheet.width - 40, 24):
        pen = Pen((14, 40), PAPER)
        pen.box(4, 0, 10, 30, (92, 92, 96), 3)
        pen.disc(7, 31, 5, (58, 56, 58))
        thing = pen.finish()
        sheet.paste(thing, (round(x) - 7, 0))


def wall(art: Image.Image, rng: Random, *, tint: str = "chalk", year: int = 2027, number: int = 3) -> Image.Image:
    """A month on the wall: the drawing above, the days below."""
    image = backdrop(WALLS[tint], rng)
    sheet = Image.new("RGB", (860, 1230), PAPER)
    picture = crop_to_fill(art, (772, 660))
    sheet.paste(picture, (44, 64))
    letter(sheet, calendar.month_name[number], (44, 806), 52, INK, weight=0.6)
    letter(sheet, str(year), (816, 806), 34, mix(INK, PAPER, 0.4), anchor="rs")
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
        sheet.paste(crop_to_fill(art, (238, 238)), (44 + column * 267, 70 + row * 258))
    letter(sheet, "Halftone", (42, 1166), 50, INK, weight=0.6)
    letter(sheet, str(year), (818, 1166), 50, RED, anchor="rs", weight=0.6)
    _wire(sheet)
    place(image, cut(sheet, 4), (640, 800), lift=14)
    return image


def year(art: Image.Image, rng: Random, *, tint: str = "sage", number: int = 2027) -> Image.Image:
    """The whole year on one sheet under one drawing."""
    image = backdrop(WALLS[tint], rng)
    sheet = Image.new("RGB", (940, 1316), PAPER)
    sheet.paste(crop_to_fill(art, (844, 470)), (48, 48))
    letter(sheet, str(number), (46, 626), 92, INK, weight=1)
    for index in range(12):
        row, column = divmod(index, 4)
        left, top = 48 + column * 216, 700 + row * 200
        letter(sheet, calendar.month_abbr[index + 1], (left + 4, top), 22, RED, weight=0.5)
        month(sheet, number, index + 1, left - 8, top + 10, 206, head=False)
    place(image, cut(sheet, 2), (640, 800), lift=12)
    return image


def week(art: Image.Image, rng: Random, *, top: str = "straw", write: Colour = (70, 90, 108)) -> Image.Image:
    """A pad of weeks, a row to each working day."""
    image = backdrop(DESKS[top], rng)
    pen = Pen((860, 1180), PAPER)
    for y in range(210, 210 + 158 * len(WEEK), 158):
        pen.line(np.array([(48, y), (812, y)]), INK, 1.8)
        for line in range(1, 4):
            pen.line(np.array([(230, y + line * 37), (812, y + line * 37)]), (206, 204, 200), 1)
    pad = pen.finish()
    pad.paste(crop_to_fill(art, (860, 150)), (0, 0))
    for row, day in enumerate(WEEK):
        letter(pad, day, (48, 250 + row * 158), 27, INK, weight=0.4)
    place(image, Image.new("RGBA", pad.size, (232, 226, 214, 255)), (606, 808), turn=-3, lift=16)
    place(image, cut(pad, 4), (600, 800), turn=-3, lift=5)
    place(image, pencil(720, write), (1130, 880), turn=80, lift=9)
    return image
