"""How an address is written and checked in its country: its lines, and the province or county where there is one.

The table behind it, `address_formats`, is imported when an address is first used, so a cold start does not pay for it.
"""

import functools
import re
from string import Formatter
from types import ModuleType
from typing import TYPE_CHECKING

from backend.contracts.types import Model

if TYPE_CHECKING:
    from backend.contracts.basket.invoice_address import InvoiceAddress
    from backend.contracts.basket.models import Address

_HOME = "DE"
"""Whose lines are taken for a country that the table does not know."""


class AddressFormat(Model, frozen=True, kw_only=True):
    """A country's address: each of `lines` is a template of field names. `state_label` is empty where addresses name no
    province.

    `states` are pairs of what is printed and what people call it; if empty, a province is any text.
    """

    lines: tuple[str, ...]
    state_label: str
    state_required: bool
    states: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The names of the fields, line by line."""
        return tuple(tuple(name for _, name, _, _ in Formatter().parse(line) if name) for line in self.lines)


@functools.cache
def address_format(country: str) -> AddressFormat:
    """Return the format of one country's addresses."""
    table = _table()
    return AddressFormat(
        lines=tuple(table.FORMATS.get(country, table.FORMATS[_HOME]).split("/")),
        state_label=table.STATE_LABELS.get(country, ""),
        state_required=country in table.REQUIRED_STATES,
        states=tuple(map(_state, filter(None, table.STATES.get(country, "").split("|")))),
    )


def is_state(country: str, state: str) -> bool:
    """Return whether a country's addresses may name this province.

    An empty one always passes: forms of earlier releases did not ask for it.
    """
    format_of_country = address_format(country)
    if not state:
        return True
    return bool(format_of_country.state_label) and (
        not format_of_country.states or state in dict(format_of_country.states)
    )


def address_lines(address: "Address | InvoiceAddress") -> tuple[str, ...]:
    """Return an address line by line as its country writes it, without the country's name."""
    values = {name: getattr(address, name) for name in address.__struct_fields__}
    if address.state.casefold() == address.town.casefold():
        values["state"] = ""  # the town gave the province its name, and nobody writes it twice
    filled_lines = (_fill(line, values) for line in address_format(address.country).lines)
    return tuple(filter(None, filled_lines))


def _fill(line: str, values: dict[str, str]) -> str:
    """Fill in a line, and remove what an empty field leaves behind: double spaces, or a comma or hyphen that separates
    nothing."""
    filled = re.sub(r"\s+", " ", line.format_map(values)).strip()
    return filled if all(values[name] for _, name, _, _ in Formatter().parse(line) if name) else filled.strip(" ,-")


def _state(state: str) -> tuple[str, str]:
    code, _, name = state.partition("=")
    return code, name or code


def _table() -> ModuleType:
    from backend.contracts import address_formats

    return address_formats
