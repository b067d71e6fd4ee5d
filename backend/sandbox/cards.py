"""The cards that the sandbox knows, each with the way it behaves, and what makes a typed card right.

The first seven are Stripe's.

https://docs.stripe.com/testing#cards
"""

import enum
import re

import msgspec


class Answer(enum.StrEnum):
    """How the provider answers once it has done what it was asked, the first time it is asked."""

    PROMPT = "prompt"
    SLOW = "slow"
    LOST = "lost"
    FAULT = "fault"


class TestCard(msgspec.Struct, frozen=True, kw_only=True):
    """`name` is what a token keeps of it.

    `delays` are the seconds after which each webhook is sent, one for each time it is sent; `overtaken` are those of
    the first state's. `confirm`: the bank wants the shopper's confirmation. `reason` refuses the card.
    """

    number: str
    name: str
    title: str
    reason: str = ""
    confirm: bool = False
    answer: Answer = Answer.PROMPT
    delays: tuple[int, ...] = (0,)
    overtaken: tuple[int, ...] | None = None


TEST_CARDS = (
    TestCard(number="4242424242424242", name="approved", title="Approved"),
    TestCard(number="5555555555554444", name="approved", title="Approved, Mastercard"),
    TestCard(number="4000000000000002", name="declined", title="Declined by the bank", reason="card_declined"),
    TestCard(
        number="4000000000009995", name="no-funds", title="Declined: not enough funds", reason="insufficient_funds"
    ),
    TestCard(number="4000000000000069", name="expired", title="Declined: the card has expired", reason="expired_card"),
    TestCard(
        number="4000000000000127", name="wrong-code", title="Declined: wrong security code", reason="incorrect_cvc"
    ),
    TestCard(number="4000000000003220", name="confirm", title="Asks for a confirmation (3-D Secure)", confirm=True),
    TestCard(
        number="4000000100000019",
        name="slow",
        title="Answers after 3 seconds, its webhook comes first",
        answer=Answer.SLOW,
    ),
    TestCard(number="4000000100000027", name="lost", title="Takes the money, then times out", answer=Answer.LOST),
    TestCard(
        number="4000000100000035",
        name="fault",
        title="Takes the money, then answers with an error",
        answer=Answer.FAULT,
    ),
    TestCard(number="4000000100000043", name="late", title="Webhooks come a minute late", delays=(60,)),
    TestCard(number="4000000100000050", name="twice", title="Webhooks come twice", delays=(0, 5)),
    TestCard(number="4000000100000068", name="reordered", title="Webhooks come out of order", overtaken=(20,)),
    TestCard(
        number="4000000100000076", name="silent", title="Times out and sends no webhooks", answer=Answer.LOST, delays=()
    ),
)
BY_NUMBER = {card.number: card for card in TEST_CARDS}
BY_NAME = {card.name: card for card in reversed(TEST_CARDS)}
_AMEX = ("34", "37")


class Card(msgspec.Struct, frozen=True):
    """A card as its holder typed it. It lives as long as the request that brought it."""

    number: str
    expires: str
    code: str

    def __repr__(self) -> str:
        return "Card(…)"


def digits(number: str) -> str:
    """Return the number without the spaces and hyphens that people group it with."""
    return re.sub(r"[\s-]", "", number)


def brand(number: str) -> str:
    return "Mastercard" if number.startswith("5") else "Visa"


def luhn(number: str) -> bool:
    """Whether the last digit checks the others: ISO/IEC 7812-1, annex B."""
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def mistakes(card: Card, year: int, month: int) -> dict[str, str]:
    """Return what is wrong with each field, in words for its holder; empty when nothing is. Year and month are
    today's.
    """
    errors = {
        "number": _number(digits(card.number)),
        "expires": _expires(card.expires, year, month),
        "code": _code(card),
    }
    return {field: mistake for field, mistake in errors.items() if mistake}


def _number(number: str) -> str:
    if not number:
        return "Enter the card number."
    if not re.fullmatch(r"[0-9]{12,19}", number):
        return "A card number has 12 to 19 digits."
    if not luhn(number):
        return "This card number is not right. Please check its digits."
    return "" if number in BY_NUMBER else "Only the sandbox’s test cards work here. Never enter a real card."


def _expires(expires: str, year: int, month: int) -> str:
    match = re.fullmatch(r"\s*(\d{1,2})\s*/?\s*(?:20)?(\d\d)\s*", expires, re.ASCII)
    if not match or not 1 <= int(match[1]) <= 12:
        return "Enter the month and year as MM/YY, such as 04/29."
    return "This card has expired." if (2000 + int(match[2]), int(match[1])) < (year, month) else ""


def _code(card: Card) -> str:
    length = 4 if digits(card.number).startswith(_AMEX) else 3
    return "" if re.fullmatch(rf"[0-9]{{{length}}}", card.code.strip()) else f"Enter the {length} digits on the card."
