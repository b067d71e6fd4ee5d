"""Calendars and planners for 2027."""

from storefront.demo.art import (
    contour,
    drift,
    fern,
    kindergarten,
    lantern,
    meadow,
    minotaur,
    pebble,
    perigee,
    phyllis,
    tide,
    truchet,
    twodrums,
)
from storefront.demo.catalogue.forms import WALL_CALENDAR, WEEK_PAD, YEAR_SHEET
from storefront.demo.catalogue.making import item
from storefront.demo.item import art, shot
from storefront.demo.scene import calendar

YEAR = (
    art(tide.draw, 2, "porcelain", sharp=1.0, rough=0.48, swell=0.3), art(perigee.one, 4, "midnight"),
    art(truchet.roads, 5, "fjord"),
    art(fern.eucalyptus, 11, "lichen"), art(phyllis.dahlia, 7, "persimmon"), art(meadow.draw, 12, "orchard"),
    art(twodrums.draw, 2, "mustard", subject="lemons", inks=(0, 2, -1)), art(tide.draw, 1, "harbour", birds=9),
    art(pebble.draw, 10, "saltbush"),
    art(contour.papercut, 13, "persimmon", well=False, cells=1.3), art(minotaur.draw, 1, "dusk"),
    art(lantern.window, 14, "mustard"),
)  # fmt: skip

ITEMS = (
    item(
        WALL_CALENDAR, "twelve-programs", "Twelve Programs, 2027", "Halftone", ("Calendars",),
        """A year with a different program each month: snow by Tidewater, lemons by Two Drums, and in December a light
        in the window.

        The cover shows all twelve at once, for those who read the end of a book first.""",
        YEAR,
        (
            shot(calendar.wall, "A wall calendar open at August 2027 under a red sun over layered hills", 7, number=8),
            shot(calendar.covers, "The calendar’s cover: twelve small drawings in a grid, Halftone 2027", None),
        ),
        tags=("2027", "gift"),
    ),
    item(
        YEAR_SHEET, "whole-year", "The Whole Year at Once", "Drift", ("Calendars",),
        """All 365 days on one sheet, under a wind that blows from the left. It is a Friday that starts it, so at least
        the year opens with a weekend.""",
        (art(drift.draw, 5, "sorbet"),),
        (shot(calendar.year, "A year planner for 2027 with coral and teal ribbons above twelve small months",
              tint="sage"),),
        tags=("2027", "planner"), sale=15,
    ),
    item(
        WEEK_PAD, "five-rows", "Five Rows and a Weekend", "Kindergarten", ("Calendars",),
        """A week on a sheet, a row to a day, and the whole weekend in one, which is how long it feels. Tear off, turn
        over, start again.""",
        (art(kindergarten.draw, 13, "kiosk"),),
        (shot(calendar.week,
              "A weekly desk pad with a strip of bright blocks along the top and a pencil, on a yellow desk"),),
        tags=("planner", "desk"),
    ),
)  # fmt: skip
