"""The address of an invoice that does not go to the delivery address."""

from backend.contracts.types import Country, Model, OptionalShortText, PostalCode, ShortText, VatId


class InvoiceAddress(Model, frozen=True, omit_defaults=True, kw_only=True):
    """Whom an invoice is made out to.

    It has the fields of `Address` that are printed: no e-mail, no phone. The parcel, its tax and all mails follow the
    delivery address.
    """

    name: ShortText
    street: ShortText
    postal_code: PostalCode = ""
    town: ShortText
    country: Country
    extra: OptionalShortText = ""
    company: OptionalShortText = ""
    state: OptionalShortText = ""
    vat_id: VatId = ""
