"""What all that this service draws looks like: A4 in one font, its colours, its text and its tables."""

import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="Pillow")  # left out of the bundle: no picture is drawn
    from fpdf import FPDF
    from fpdf.enums import TableBordersLayout, TextEmphasis, VAlign, XPos, YPos
    from fpdf.fonts import FontFace, TTFFont

from backend.contracts.types import Language

FONT = "Inter"
"""Latin, Greek and Cyrillic (SIL Open Font License). Letters of other scripts are drawn as boxes."""
FONTS = Path(__file__).parent / "fonts"
LOCALES: dict[Language, str] = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR"}
MARGIN, WIDTH = 20, 170  # mm
BODY, SMALL, LINE = 9.5, 8, 5  # points, points, mm
INK, MUTED, RULE = (19, 21, 31), (83, 85, 94), (200, 200, 200)


class Sheet(FPDF):
    """A file in the documents' font. `foot` is the height of what stands at the foot of each page, in mm."""

    def __init__(self, title: str, author: str, language: Language, at: str, foot: float) -> None:
        super().__init__(format="A4")
        for style, name in (("", "Regular"), ("B", "Bold")):
            self.add_font(FONT, style, FONTS / f"Inter-{name}.ttf")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=foot)
        self.set_title(title)
        self.set_author(author)
        self.set_lang(LOCALES[language])
        self.set_creation_date(datetime.fromisoformat(at))

    def lacks(self, text: str) -> bool:
        """Tell whether the font lacks a letter of the text."""
        letters = cast("TTFFont", self.fonts[FONT.lower()]).cmap
        return any(ord(letter) not in letters for letter in text if not letter.isspace())


def write(
    page: FPDF,
    text: str,
    *,
    width: float = 0,
    size: float = BODY,
    bold: bool = False,
    colour: tuple[int, int, int] = INK,
    align: str = "L",
    stay: bool = False,
) -> None:
    """Write text at the present place, broken at `width` mm (0: to the margin); go below it, or with `stay` beside."""
    page.set_font(FONT, "B" if bold else "", size)
    page.set_text_color(*colour)
    after = (XPos.RIGHT, YPos.TOP) if stay else (XPos.LMARGIN, YPos.NEXT)
    page.multi_cell(width, size * 0.53, text, align=align, new_x=after[0], new_y=after[1])


def write_table(
    page: FPDF,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: tuple[int, ...],
    aligns: tuple[str, ...],
) -> None:
    """Write rows below heads; a long list goes on overleaf, under the same heads."""
    page.set_font(FONT, size=BODY)
    page.set_text_color(*INK)
    page.set_draw_color(*RULE)
    with page.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis=TextEmphasis.B, color=MUTED, size_pt=SMALL),
        col_widths=widths,
        text_align=aligns,
        v_align=VAlign.T,
        line_height=LINE,
        padding=(1.5, 0),
        width=WIDTH,
    ) as table:
        for cells in (heads, *rows):
            table.row(cells)
    page.ln(2)
