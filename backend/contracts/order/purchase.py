"""What was bought, where it goes and what it costs: the fields that an order, its views and its events share."""

from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.payment.models import Attempt
from backend.contracts.promotion.models import AppliedPromotion
from backend.contracts.tax import TaxLines, added_part, all_lines
from backend.contracts.types import Amount, Currency, Day, Language, Model, TaxRate, Timestamp, TotalAmount
from backend.contracts.voucher.models import VoucherPayment
from backend.contracts.voucher.payments import total_of


class PurchaseDetails(Model, frozen=True, kw_only=True):
    """The lines, the address and the sums of an order.

    Amounts are in minor units. Prices are those of the checkout, at `placed_at`, and never change.
    `total` is `subtotal` without `discount`, which `promotions` took off the lines, with `delivery_price`, and includes
    `tax`: it is in these prices, or it was added to them, see `added_tax`.
    `taxes` are its parts at each rate of tax, where there are several: `tax_rate` is the highest then.
    `vouchers` pay a part of it. The invoice goes to `address` where there is no `invoice_address`, in `language`, which
    the order was placed in: English where none was told. `BasketCheckedOut` carries these fields too: an event has a
    base of its own, and a struct has one base only.
    """

    placed_at: Timestamp
    currency: Currency
    lines: tuple[OrderLine, ...]
    address: Address
    delivery: Delivery
    subtotal: TotalAmount
    delivery_price: Amount
    total: TotalAmount
    tax: TotalAmount = 0
    tax_rate: TaxRate = 0
    promised_on: Day | None = None
    discount: TotalAmount = 0
    promotions: tuple[AppliedPromotion, ...] = ()
    vouchers: tuple[VoucherPayment, ...] = ()
    invoice_address: InvoiceAddress | None = None
    taxes: TaxLines = ()
    language: Language = "en"

    @property
    def is_of_vouchers(self) -> bool:
        """Whether gift vouchers were bought, and so nothing else: they are mailed, and no parcel is sent."""
        return self.delivery is Delivery.EMAIL

    @property
    def added_tax(self) -> int:
        """The tax that was added to the prices; 0 where they include it, as those of every order of before do."""
        return added_part(self.total, self.tax, self.subtotal - self.discount + self.delivery_price)

    @property
    def tax_lines(self) -> TaxLines:
        """The total by rate of tax."""
        return all_lines(self.total, self.tax, self.tax_rate, self.taxes)

    @property
    def card_amount(self) -> int:
        """What is paid by card: all but what vouchers pay."""
        return self.total - total_of(self.vouchers)


class Purchase(PurchaseDetails, frozen=True, omit_defaults=True, kw_only=True):
    """What an invoice is made from: the details, without the pictures of their lines, and the attempt that paid
    them."""

    attempt: Attempt = 1
