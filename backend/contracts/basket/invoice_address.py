"""Where an invoice goes when not to the delivery address."""

from backend.contracts.types import Country, Model, OptionalShortText, PostalCode, ShortText, VatId


class InvoiceAddress(Model, frozen=True, omit_defaults=True, kw_only=True):
    """Who an invoice is made out to. Its fields are those of `Address` that stand on paper: it has no e-mail, no phone.

    The parcel, its tax and all mails go by the delivery address.
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
