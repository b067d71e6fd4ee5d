"""Where a mail leads: to the storefront, at the address of the stage."""

from backend.contracts import shop as contract
from backend.contracts.order.models import number
from backend.contracts.types import Language, Model
from backend.notification.domain import Recipient
from backend.notification.languages import phrasebook


class Links(Model, frozen=True, kw_only=True):
    """The storefront's address, the page that the mail is about (empty for none), and the links at its foot."""

    shop: str
    page: str = ""
    foot: tuple[tuple[str, str], ...] = ()


def order_links(order_id: str, recipient: Recipient, shop: str, documents: str = "") -> Links:
    """Return the links of a mail about an order. A guest's page has the key that opens it; an account has settings.

    `documents` are the words of the link to invoice and credit notes, empty for none.
    """
    pages, say = pages_in(recipient.language, shop), phrasebook(recipient.language).say
    page, about = f"{pages}/orders/{order_id}/", f"?order={number(order_id)}"
    return Links(
        shop=shop,
        page=f"{page}open/?key={recipient.order_key}" if recipient.order_key else page,
        foot=(
            *(((documents, _documents_page(page, recipient)),) if documents else ()),
            (say("Write to us about it"), f"{pages}/contact/{about}"),
            (say("Withdraw from the purchase"), f"{pages}/withdrawal/{about}"),
            (say("Terms"), f"{pages}/terms/"),
            *_account_links(recipient, pages),
        ),
    )


def _documents_page(page: str, recipient: Recipient) -> str:
    """Return the page below the order's that has its invoice; a guest's key opens it on the way."""
    return f"{page}open/?key={recipient.order_key}&to=documents" if recipient.order_key else f"{page}documents/"


def _account_links(recipient: Recipient, pages: str) -> tuple[tuple[str, str], ...]:
    """Return the links to what an account has and a guest has not."""
    return () if recipient.order_key else (way_to_settings(recipient.language, pages),)


def way_to_settings(language: Language, pages: str) -> tuple[str, str]:
    """Return the link to the account's page about e-mails; `pages` is where addresses begin."""
    return phrasebook(language).say("Which e-mails you get"), f"{pages}/wishes/alerts/"


def pages_in(language: Language, shop: str) -> str:
    """Return what addresses of pages in a language begin with; English ones for one that has no pages any more."""
    return f"{shop}/{language}" if language in contract.LANGUAGES[1:] else shop
