"""Calendars and planners for 2027."""

from storefront.demo.art import contour, drift, fern, kindergarten, lantern, minotaur, pebble, perigee, phyllis, tide, truchet, twodrums
from storefront.demo.catalogue.forms import Choice, Form, Value, item
from storefront.demo.item import Art, Shot
from storefront.demo.scene import calendar

WALL = Form(
    "CW",
    2400,
    (Choice("Size", (Value("A4", "A4"), Value("A3", "A3", 1100))),),
    ("Twelve drawings, thirteen sheets of 200 g paper, wire-bound", "Weeks begin on Monday, as they do"),
)
SHEET = Form(
    "CS",
    1600,
    (Choice("Size", (Value("50 × 70 cm", "50"), Value("70 × 100 cm", "70", 1200))),),
    ("One sheet of 170 g uncoated paper", "Takes pencil, pen and regret"),
)
PAD = Form(
    "CP",
    1300,
    (Choice("Sheets", (Value("26 weeks", "26"), Value("52 weeks", "52", 700))),),
    ("A4 landscape, glued along the head", "No dates, so no week is ever wasted"),
)

YEAR = (
    Art(tide.draw, 2, "porcelain", {"sharp": 1.0, "rough": 0.48, "swell": 0.3}), Art(perigee.one, 4, "midnight", {}), Art(truchet.roads, 5, "fjord", {}),
    Art(fern.eucalyptus, 11, "lichen", {}), Art(phyllis.dahlia, 7, "persimmon", {}), Art(fern.meadow, 12, "orchard", {}),
    Art(twodrums.draw, 2, "mustard", {"subject": "lemons", "inks": (0, 2, -1)}), Art(tide.draw, 1, "harbour", {"birds": 9}), Art(pebble.draw, 10, "saltbush", {}),
    Art(contour.papercut, 13, "persimmon", {"well": False, "cells": 1.3}), Art(minotaur.draw, 1, "dusk", {}), Art(lantern.window, 14, "mustard", {}),
)  # fmt: skip

ITEMS = (
    item(
        WALL, "twelve-programs", "Twelve Programs, 2027", "Halftone", ("Calendars",),
        """A year with a different program each month: snow by Tidewater, lemons by Two Drums, and in December a light in the window.

        The cover shows all twelve at once, for those who read the end of a book first.""",
        YEAR,
        (
            Shot(calendar.wall, "A wall calendar open at August 2027 under a red sun over layered hills", {"number": 8}, 7),
            Shot(calendar.covers, "The calendar’s cover: twelve small drawings in a grid, Halftone 2027", {}, None),
        ),
        tags=("2027", "gift"),
    ),
    item(
        SHEET, "whole-year", "The Whole Year at Once", "Drift", ("Calendars",),
        """All 365 days on one sheet, under a wind that blows from the left. It is a Friday that starts it, so at least the year opens
        with a weekend.""",
        (Art(drift.draw, 5, "sorbet", {}),),
        (Shot(calendar.year, "A year planner for 2027 with coral and teal ribbons above twelve small months", {"tint": "sage"}),),
        tags=("2027", "planner"), sale=15,
    ),
    item(
        PAD, "five-columns", "Five Columns and a Weekend", "Kindergarten", ("Calendars",),
        """A week on a sheet. Friday shares its column with the weekend, which is how it feels anyway. Tear off, turn over, start
        again.""",
        (Art(kindergarten.draw, 13, "kiosk", {}),),
        (Shot(calendar.desk, "A weekly desk pad with a strip of bright blocks along the top, on a yellow desk", {}),),
        tags=("planner", "desk"),
    ),
)  # fmt: skip
