"""The form as it was sent. Pictures are those of the product, whose size no form may say."""

import re
from collections.abc import Sequence

from django.http import QueryDict

from backend.contracts.product.models import MAX_OPTIONS, MAX_VARIANTS, Picture, Product
from storefront.staff.editor import initial
from storefront.staff.editor.draft import BLANK, TEXTS, Draft, OptionField, PictureField, VariantRow, rows_of
from storefront.web.parsing import parse_int

_BREAK = re.compile(r"\r\n?")


def parse_post(form: QueryDict, product: Product | None) -> Draft:
    """What was sent. Pictures are those of the product, whose size no form may say."""
    stood = initial.initial_draft(product) if product else initial.empty_draft()
    texts = {name: _one(form.get(name, ""), stood.texts[name]) for name in TEXTS}
    sent = _columns(form, "option", "values", MAX_OPTIONS)
    options = [
        OptionField(_one(name, was.name), _one(values, was.values), was.stood)
        for (name, values), was in zip(sent, stood.options, strict=True)
    ]
    rows = [_row(form, place) for place in range(min(len(form.getlist("sku")), MAX_VARIANTS + BLANK))]
    shots = [_shot(form, place, product.pictures) for place in range(len(product.pictures))] if product else []
    version = form.get("version", "1")
    draft = Draft(texts, options, [], shots, parse_int(version, 1), product)
    draft.rows = rows_of([row for row in rows if not row.empty], len(draft.named))
    return draft


def _one(sent: str, stood: str) -> str:
    """What was typed, without white space around it; but what stood in the field and comes back untouched is exactly
    what it was."""
    typed, shown = (_BREAK.sub("\n", text) for text in (sent, stood))  # browsers send every line break as \r\n
    return stood if typed == shown else typed.strip()


def _columns(form: QueryDict, first: str, second: str, most: int) -> list[tuple[str, str]]:
    names, values = ([*form.getlist(name)[:most], *[""] * most][:most] for name in (first, second))
    return list(zip(names, values, strict=True))


def _row(form: QueryDict, place: int) -> VariantRow:
    def one(name: str) -> str:
        found = form.getlist(name)
        return found[place] if place < len(found) else ""

    values = [one(f"value-{number}") for number in range(MAX_OPTIONS)]
    return VariantRow(one("sku").strip(), one("price").strip(), one("compare_at").strip(), values)


def _shot(form: QueryDict, place: int, pictures: Sequence[Picture]) -> PictureField:
    """Found by its `src`, and of several with the same one by its turn: somebody else may have changed the order
    meanwhile."""
    picture = pictures[place]
    sent = [at for at, src in enumerate(form.getlist("src")) if src == picture.src]
    turn = sum(each.src == picture.src for each in pictures[:place])
    if turn >= len(sent):
        return PictureField(picture, picture.alt, str(place + 1))
    at, alts, places = sent[turn], form.getlist("alt"), form.getlist("place")
    alt = _one(alts[at], picture.alt) if at < len(alts) else picture.alt
    return PictureField(
        picture, alt, places[at] if at < len(places) else str(place + 1), picture.src in form.getlist("remove")
    )
