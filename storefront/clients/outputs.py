"""Where the backend is: the file that `cdk deploy --outputs-file` writes, or the local cloud's in its place.

The file has the outputs of each stack under its name, whatever that is. The storefront cannot tell which of the two
clouds it talks to; what only the local one has is under `Local`.
"""

from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings

from backend.contracts import shop as contract
from storefront.clients.file_times import last_change


class Account(msgspec.Struct, frozen=True):
    """An account that the local cloud was seeded with."""

    role: str
    email: str
    password: str


class Local(msgspec.Struct, frozen=True, rename={"jwks_url": "JwksUrl", "mail_url": "MailUrl"}):
    """What only the local cloud has: its endpoint and credentials for boto3, its key set, its mails, its accounts."""

    environment: dict[str, str] = {}
    jwks_url: str | None = None
    mail_url: str | None = None
    accounts: tuple[Account, ...] = ()


class Shop(msgspec.Struct, frozen=True, rename="pascal"):
    """The outputs of all stacks. URLs have no slash at the end. `payment_pages` is the URL of the provider's pages.

    `seller` is JSON; stacks of before have none.
    """

    api_url: str
    region: str
    user_pool_id: str
    client_id: str
    login_url: str
    issuer: str
    session_table: str
    provider_url: str = ""
    payment_provider: str = "sandbox"
    payment_pages: str = ""
    picture_url: str = ""
    terminal_client_id: str = ""
    picture_bucket: str = ""
    event_bus: str = ""
    settings: str = ""
    seller: str = ""

    @property
    def currency(self) -> str:
        """The first of the settings; stacks of before have none."""
        return self.settings.partition(" ")[0] or contract.CURRENCY


class Outputs(msgspec.Struct, frozen=True, rename="pascal"):
    """The content of the outputs file."""

    shop: Shop
    local: Local = Local()

    @property
    def is_local(self) -> bool:
        """Whether this is the local cloud: only its outputs have credentials."""
        return bool(self.local.environment)

    @property
    def jwks_url(self) -> str:
        """The URL of the key set that the user pool signs tokens with."""
        return self.local.jwks_url or f"{self.shop.issuer}/.well-known/jwks.json"


class OutputsMissing(Exception):
    """There is no readable outputs file; the message says in one line what to do."""


PARAMETER = "ssm:"
"""What `SHOP_OUTPUTS` begins with where the name of a parameter follows. Where it is JSON it begins with {."""


def seller() -> contract.Seller:
    """Return the seller that the stage's file names. Raises `OutputsMissing`."""
    return contract.decode_seller(outputs().shop.seller)


def currency() -> str:
    """Return the shop's currency as its backend reports it; without a backend, the default."""
    try:
        return outputs().shop.currency
    except OutputsMissing:
        return contract.CURRENCY


def outputs() -> Outputs:
    """Return the outputs; the file is read again a second after it has changed, a parameter once for each process.

    Raises `OutputsMissing`.
    """
    path = str(settings.SHOP_OUTPUTS)
    try:
        if path.startswith(PARAMETER):
            return _decode(_read_parameter(path.removeprefix(PARAMETER)))
        return _decode(path) if path.startswith("{") else _read(path, last_change(path))
    except OSError:
        raise OutputsMissing(
            f"No outputs file at {path}: start the local cloud, or name a deployed stack's file in SHOP_OUTPUTS."
        ) from None
    except msgspec.MsgspecError as error:
        where = "in SHOP_OUTPUTS" if path.startswith("{") else f"file {path}"
        raise OutputsMissing(f"The outputs {where} cannot be read: {error}") from None


@cache
def _read(path: str, changed: int) -> Outputs:
    return _decode(Path(path).read_bytes())


@cache
def _read_parameter(name: str) -> str:
    import boto3  # only a process that is told of a parameter needs it so early
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return boto3.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    except (BotoCoreError, ClientError) as error:
        raise OutputsMissing(f"The parameter {name} cannot be read: {error}") from None


@cache
def _decode(text: str | bytes) -> Outputs:
    stacks = msgspec.json.decode(text, type=dict[str, dict[str, object]])
    local = stacks.pop("Local", {})
    shop = {name: value for outputs in stacks.values() for name, value in outputs.items()}
    decoded = msgspec.convert({"Shop": shop, "Local": local}, Outputs)
    agreed = contract.agreement(decoded.shop.currency, contract.agreed_to_include_tax(decoded.shop.settings))
    if decoded.shop.settings not in ("", agreed):  # stacks of before have none
        raise OutputsMissing(
            f"The backend was deployed with “{decoded.shop.settings}”, this storefront has “{agreed}” "
            "(backend/contracts/shop.py): deploy the backend again, or start the storefront of that version."
        )
    contract.decode_seller(decoded.shop.seller)  # so that no page finds out what cannot be read
    return decoded
