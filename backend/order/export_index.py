"""The page in a data export that says what its files are, in plain words."""

from functools import partial
from html import escape
from typing import NamedTuple

from backend.contracts import shop as contract
from backend.contracts.figures import figures
from backend.contracts.shop import NAME, seller
from backend.contracts.types import Language
from backend.order import export_texts


class File(NamedTuple):
    """A JSON file in the export, and what it contains."""

    name: str
    title: str
    text: str


FILES = {
    "account": File(
        "account.json", "Your account", "Name, e-mail address, and the number that we know the account by."
    ),
    "order": File(
        "orders.json",
        "Your orders",
        "Each with its lines, prices, addresses, delivery, parcels and their tracking numbers, what happened when, "
        "returns and refunds.",
    ),
    "invoice": File(
        "invoices.json",
        "Your invoices",
        "Each with the name and address on it, and its credit notes. They are in the folder “invoices”, as PDF.",
    ),
    "basket": File(
        "basket.json",
        "Your basket and addresses",
        "What is in the basket, since when, the codes you typed, and the addresses you saved, the default first.",
    ),
    "wish": File(
        "wishes.json",
        "Your wish list and alerts",
        "What you saved, since when, its price then, and what we e-mail you about.",
    ),
    "newsletter": File(
        "newsletter.json",
        "The newsletter",
        "Whether your address gets it, in which language, and when you asked for it and confirmed it.",
    ),
    "review": File(
        "reviews.json",
        "Your reviews",
        "What you wrote, how far it is, where its pictures are, and what the shop says to it.",
    ),
    "voucher": File(
        "vouchers.json",
        "Gift vouchers",
        "Those that we mailed to you: what they are worth, what is left, and the words with them.",
    ),
    "notification": File(
        "mails.json",
        "Mails and messages",
        "Every mail about an order with its words, whom it went to, and what you wrote to us with our answer.",
    ),
    "desk": File("notes.json", "Our notes", "What we wrote down about you and your orders, without the writer’s name."),
}
"""By service: its file. The account's and the orders' come from the order service."""

_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1.25rem;color:#1d1b18;"
    "background:#fff}dt{font-weight:600;margin-top:1.25rem}dd{margin:0}a{color:inherit}.muted{color:#655f57}"
    "@media(prefers-color-scheme:dark){body{color:#ece7df;background:#17161a}.muted{color:#aaa39a}}"
)


def index_page(requested_at: str, counts: dict[str, int], documents: int, language: Language = "en") -> str:
    """Return the page. `counts` are the numbers of records by service; `documents` are the PDF files."""
    say, book = partial(export_texts.say, language), figures(language)
    title = escape(say("Your data at {shop}", shop=NAME))
    rows = "".join(_row(FILES[service], count, language) for service, count in counts.items())
    mail = escape(seller().email)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{title}</h1><p>"
        + say(
            "This is what we keep about you, as of {day}, {time}. The files are JSON: any text editor opens them, and "
            "programs can read them. Amounts are in the smallest unit of the currency (1250 is {amount}), times in "
            "UTC.",
            day=book.day(requested_at),
            time=book.time(requested_at),
            amount=book.money(1250, contract.currency()),
        )
        + f'</p><dl>{rows}</dl><p>{_documents(documents, language)}</p><p class="muted">'
        + say(
            "Not in here: card numbers, which only the payment provider has; your password, which nobody can read; "
            "sessions, which end by themselves; and the index our staff search, which repeats your orders."
        )
        + "</p><p>"
        + say("Something is wrong, or missing? Write to {email}.", email=f'<a href="mailto:{mail}">{mail}</a>')
        + "</p></body></html>"
    )


def _row(file: File, count: int, language: Language) -> str:
    say = partial(export_texts.say, language)
    entries = say("{count} entry", count="1") if count == 1 else say("{count} entries", count=str(count))
    return (
        f'<dt><a href="{file.name}">{say(file.title)}</a> <span class="muted">{file.name}, {entries}</span></dt>'
        f"<dd>{say(file.text)}</dd>"
    )


def _documents(count: int, language: Language) -> str:
    say = partial(export_texts.say, language)
    if not count:
        return say("There are no invoices yet.")
    if count == 1:
        return say("The folder “invoices” holds {count} document as PDF.", count="1")
    return say("The folder “invoices” holds {count} documents as PDF.", count=str(count))
