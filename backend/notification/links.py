"""Where a mail leads: to the storefront, at the address of the stage."""

from backend.contracts.order.models import number
from backend.contracts.types import Model
from backend.notification.domain import Recipient


class Links(Model, frozen=True, kw_only=True):
    """The storefront's address, the page that the mail is about (empty for none), and the links at its foot."""

    shop: str
    page: str = ""
    foot: tuple[tuple[str, str], ...] = ()


def order_links(order_id: str, recipient: Recipient, shop: str) -> Links:
    """Return the links of a mail about an order. A guest's page has the key that opens it."""
    page, about = f"{shop}/orders/{order_id}/", f"?order={number(order_id)}"
    return Links(
        shop=shop,
        page=f"{page}open/?key={recipient.order_key}" if recipient.order_key else page,
        foot=(
            ("Write to us about it", f"{shop}/contact/{about}"),
            ("Withdraw from the purchase", f"{shop}/withdrawal/{about}"),
            ("Terms", f"{shop}/terms/"),
        ),
    )
