"""What the invoice service's operations take and return."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.types import Currency, Model, OrderId, OrderKey, Timestamp, TotalAmount

Number = Annotated[
    str,
    Meta(
        pattern=r"^([A-Z]{1,12}-)?(INV|CN)-[0-9]{4}-[0-9]{6,12}$(?!\n)",
        description="a document's number, without gaps per stage, kind and year: INV-2026-000042",
    ),
]


class Kind(enum.StrEnum):
    """The kinds of document."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit-note"


class DocumentSummary(Model, frozen=True, kw_only=True):
    """A document as a list shows it. `amount` is in minor units: of a credit note what it gives back."""

    number: Number
    kind: Kind
    issued_at: Timestamp
    amount: TotalAmount
    currency: Currency


class DocumentList(Model, frozen=True, kw_only=True):
    """An order's invoice, then its credit notes in the order in which they were issued."""

    items: tuple[DocumentSummary, ...]


class Document(Model, frozen=True, kw_only=True):
    """A document as a file; `pdf` is its content in Base64."""

    number: Number
    pdf: bytes


class DocumentPath(Model, frozen=True, kw_only=True):
    order_id: OrderId
    number: Number


class GuestDocumentPath(Model, frozen=True, kw_only=True):
    order_key: OrderKey
    order_id: OrderId
    number: Number
