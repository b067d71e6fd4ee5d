"""What cells of a plain table say in merchants' and spreadsheets' words: yes or no, pieces, and lines of totals."""

from collections.abc import Iterable

from backend.contracts.inventory.models import MAX_PIECES
from storefront.imports.entry import explain_pieces, whole
from storefront.imports.measures import is_measured
from storefront.imports.money import decimal_mark, exact

_NO = frozenset((
    *("false", "no", "n", "0", "off", "none", "inactive", "disabled", "draft", "archived", "hidden", "unpublished"),
    *("unavailable", "unlisted", "discontinued", "nein", "falsch", "inaktiv", "entwurf", "versteckt", "non", "faux"),
    *("inactif", "brouillon", "falso", "inactivo", "borrador", "inattivo", "bozza", "não", "inativo", "nee", "onwaar"),
    *("inactief", "nie", "fałsz", "nieaktywny"),
))  # fmt: skip
_YES = frozenset((
    *("", "true", "yes", "y", "1", "on", "active", "enabled", "visible", "published", "both", "available", "ja", "j"),
    *("wahr", "aktiv", "sichtbar", "oui", "vrai", "actif", "sí", "si", "sì", "verdadero", "vero", "activo", "attivo"),
    *("sim", "verdadeiro", "ativo", "waar", "actief", "tak", "prawda", "aktywny"),
))  # fmt: skip
_SOLD_OUT = frozenset((
    *("out of stock", "sold out", "outofstock", "ausverkauft", "vergriffen", "nicht auf lager", "nicht lieferbar"),
    *("rupture", "rupture de stock", "en rupture", "épuisé", "indisponible", "agotado", "sin stock", "esaurito"),
    *("non disponibile", "esgotado", "uitverkocht", "brak"),
))  # fmt: skip
_THERE = frozenset(("instock", "in stock", "available", "auf lager", "en stock", "disponible", "op voorraad"))
_TOTALS = frozenset((
    *("total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "zwischensumme"),
    *("total général", "sous-total", "somme", "total general", "suma", "totale", "totaal", "razem"),
))  # fmt: skip


def join_syllables(title: str) -> tuple[str, tuple[str, ...]]:
    """Return a title without soft hyphens, and what is to be known of that."""
    joined = title.replace("\xad", "")
    note = "the title holds soft hyphens, which are left out: nobody finds a word that has one"
    return joined, (note,) if joined != title else ()


def is_no(cell: str) -> bool:
    """Return whether the cell says no, in the words of any language that tables are in."""
    return cell.casefold() in _NO


def explain_unclear(column: str, cell: str) -> tuple[str, ...]:
    """Return what is to be known of a cell that should say whether an article is for sale, and says neither."""
    if is_no(cell) or cell.casefold() in _YES:
        return ()
    return (f"{column} is {cell[:20]!r}, which is neither yes nor no: it is taken as for sale",)


def count_pieces(cell: str, unit: str = "") -> tuple[int | None, tuple[str, ...]]:
    """Return the pieces, None where they are not told, and what is to be known of them.

    What is counted in a `unit` of weight, volume or length is a content, and no pieces.
    """
    if unit and is_measured(unit):
        return None, (f"the pieces {cell[:20]!r} are in {unit[:20]}: left out",) if cell else ()
    if cell.casefold() in _SOLD_OUT or (cell and not cell.isdecimal() and is_no(cell)):
        return 0, ()
    if cell.casefold() in _THERE:
        return None, (f"it is said to be there ({cell}), and not how many: set its pieces under Stock",)
    pieces = whole(cell)
    if pieces and exact(cell, decimal_mark(cell) or "") != pieces < MAX_PIECES:
        return pieces, (f"of {cell[:20]} pieces {pieces} are taken, which is as many as are whole",)
    return pieces, explain_pieces(cell)


def is_total(cells: Iterable[str], names: Iterable[str]) -> bool:
    """Return whether a row sums up those above: one of its cells says so, and no other of its `names` is filled."""
    return any(map(_sums_up, cells)) and all(not name or _sums_up(name) for name in names)


def _sums_up(cell: str) -> bool:
    return cell.strip(" :.").casefold() in _TOTALS
