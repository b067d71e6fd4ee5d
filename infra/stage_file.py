"""What a stage's file may say, `infra/stages/<stage>.toml`: the shape that msgspec checks before anything is
synthesized."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.contracts import currencies, shop
from infra.recovery import RECOVERY_DAYS
from infra.sizing import CONSUMERS, RATE, TABLE_READS, TABLE_WRITES

ADDRESS = r"[^@\s]+@[^@\s]+\.[^@\s]+"
HOST = r"[a-z0-9-]+(\.[a-z0-9-]+)+"


def _text(pattern: str, description: str) -> Meta:
    """Text of this pattern, or none; the description is what a refusal says."""
    return Meta(pattern=rf"\A({pattern})?\Z", description=description)


Account = Annotated[str, _text(r"[0-9]{12}", "the twelve digits of an AWS account")]
Region = Annotated[str, _text(r"[a-z]{2}(-[a-z]+)+-[0-9]", "a region of AWS such as eu-central-1")]
Domain = Annotated[str, _text(HOST, "a name such as shop.example.com")]
Email = Annotated[str, _text(ADDRESS, "an address such as orders@example.com")]
Currency = Annotated[
    str,
    Meta(pattern=rf"\A({'|'.join(currencies.WORTH)})\Z", description="an ISO 4217 code of today such as EUR or JPY"),
]
# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
Prefix = Annotated[
    str,
    _text(
        r"(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
        "1 to 63 small letters, digits and hyphens, without aws, amazon or cognito in it",
    ),
]
Storefront = Annotated[
    str, Meta(pattern=rf"\Ahttps://{HOST}(:[0-9]+)?\Z", description="an address such as https://shop.example.com")
]
Index = Annotated[str, Meta(pattern=r"\A[a-z]+\.[a-z_]+\Z", description="service and index such as order.waiting")]
Rate = Annotated[int, Meta(ge=10, le=10_000, description="10 to 10000 requests a second")]
Units = Annotated[int, Meta(ge=100, le=40_000, description="100 to 40000 request units a second")]
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
Consumers = Annotated[int, Meta(ge=2, le=1_000, description="2 to 1000 batches at once")]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`requests_per_second`: over all callers of the API; twice as many may come at once.

    `consumers`: how many batches of one queue are worked on at once; a new account allows ten functions in all.
    `table_reads`, `table_writes`: request units a second of each table and index, far above what the shop needs and far
    below what a runaway loop could spend unnoticed.
    """

    requests_per_second: Rate = RATE
    consumers: Consumers = CONSUMERS
    table_reads: Units = TABLE_READS
    table_writes: Units = TABLE_WRITES


class Backup(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Copies of tables by AWS Backup, which outlive a table that somebody deletes or a program writes nonsense to.

    `daily`: one each night, of every table that could not be filled again. `keep_days`: how long each is kept.
    `lock`: nobody can delete one earlier or take the lock away, AWS included, from `LOCK_GRACE_DAYS` after the deploy
    on.
    """

    daily: bool = False
    keep_days: Annotated[int, Meta(ge=1, le=3_650, description="1 to 3650 days")] = RECOVERY_DAYS
    lock: bool = False


# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
RestoredTable = Annotated[
    str,
    Meta(
        pattern=r"\A[A-Za-z0-9_.-]{3,255}(/stream/[0-9T:.-]+)?\Z",
        description="a table's name, and its stream as `python -m infra.restore adopt` prints it",
    ),
]

_OWN = ("address", "email", "phone", "vat_id", "register", "represented_by")
"""What no other seller has."""

Certificate = Annotated[
    str, _text(r"arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/[0-9a-f-]+", "a certificate's ARN, in us-east-1")
]
WebAcl = Annotated[str, _text(r"arn:aws[a-z-]*:wafv2:us-east-1:[0-9]{12}:global/webacl/.+", "a web ACL's ARN")]
Zone = Annotated[str, _text(r"Z[0-9A-Z]{1,31}", "the ID of a hosted zone, such as Z0123456789ABCDEFGHIJ")]
Range = Annotated[
    str, Meta(pattern=r"\A[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}\Z", description="addresses such as 203.0.113.0/24")
]


class Web(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The pages that shoppers visit. `hosted`: the same deploy runs them, as a Lambda function behind CloudFront.

    `certificate`: for the stage's domain. `zone`: of Route 53, where the deploy leads the domain to the shop. `hsts`:
    includeSubDomains, or “includeSubDomains preload”. `firewall`: AWS WAF before it, $12 a month; or `web_acl`, one
    that is there already. `staff_addresses`: the only ones that see staff's pages, by the firewall. `access_logs`:
    visits are kept for 30 days. `memory`: MB of the function; `concurrency`: what is reserved for it; `snap_start`:
    its processes start from a snapshot. `local_port`: of the local cloud.
    """

    hosted: bool = False
    certificate: Certificate = ""
    zone: Zone = ""
    hsts: Literal["", "includeSubDomains", "includeSubDomains preload"] = ""
    firewall: bool = False
    web_acl: WebAcl = ""
    staff_addresses: tuple[Range, ...] = ()
    access_logs: bool = True
    memory: Annotated[int, Meta(ge=512, le=3_008, description="512 to 3008 MB")] = 1_024
    concurrency: Annotated[int, Meta(ge=0, le=1_000, description="0 to 1000 calls at once")] = 0
    snap_start: bool = False
    local_port: Annotated[int, Meta(ge=1, le=65_535)] = 4566


Name = Annotated[str, Meta(min_length=1, max_length=100, description="a name of 1 to 100 characters")]
Line = Annotated[str, Meta(min_length=1, max_length=80, description="a line of 1 to 80 characters")]
Lines = Annotated[tuple[Line, ...], Meta(min_length=1, max_length=6)]
Fact = Annotated[str, Meta(max_length=100, description="up to 100 characters")]


class Seller(shop.Seller, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who sells, as the imprint, invoices, mails and the contact page name them; see `backend.contracts.shop`."""

    name: Name
    address: Lines
    email: Annotated[
        str, Meta(pattern=rf"\A{ADDRESS}\Z", max_length=100, description="an address such as hi@example.com")
    ]
    phone: Fact = ""
    vat_id: Fact = ""
    register: Fact = ""
    represented_by: Fact = ""
    country: Annotated[str, _text(r"[A-Z]{2}", "a country's code of two capital letters")] = ""


SAMPLE_SELLER = msgspec.convert(msgspec.to_builtins(shop.SAMPLE_SELLER), Seller)


Dollars = Annotated[int, Meta(ge=0, le=100_000, description="0 to 100000 dollars")]


class StageFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`trial`: tables, users and secrets go with the stack; without these words they are protected and kept.

    `account`, `region`: the only ones that the stage is deployed to. `domain`: the shop's own name; `storefronts`: more
    addresses that sign-in and the card page may come back to. `domain_prefix`: of the sign-in pages, unique in its
    region. `alarm_email`: gets the alarms. `monthly_budget`: dollars; it is told when costs come near or jump.
    `mail_from`: the address that shoppers get mail from; without one no mail is sent, and each is
    noted as not sent. `mail_identity`: what SES shall verify of it, its address or its domain; `existing-…` where it is
    verified already, and then sign-in mails go out by it, too. `provider`: takes the payments; `demo`: the sandbox,
    whose test cards are no money, may serve a stage that is no trial. `search`: index (in the functions) or opensearch
    (a domain beside them). `canary`: the order path's functions change step by step. `reconcile`: how often a hosted
    stage compares orders, stock and payments. `heartbeat`: a function buys as a guest every five minutes, by a test
    card, and rings where it cannot. `tracing`: X-Ray records calls of functions. `later_indexes`: left out of
    an update of an older release, because DynamoDB makes one index of a table at a time. `backup`: nightly copies of
    the tables. `restored`: by service, the table that it uses instead of the one that was lost. `hardened`: a key of
    the stage's own encrypts all that it keeps. `replica`: a second region, to which tables are copied. `currency`:
    what the shop sells in. `prices_include_tax`: false where tax is added to them. `seller`: who sells; by itself the
    sample, whose data nobody has.
    """

    trial: bool = False
    account: Account = ""
    region: Region = ""
    domain: Domain = ""
    storefronts: tuple[Storefront, ...] = ()
    domain_prefix: Prefix = ""
    alarm_email: Email = ""
    monthly_budget: Dollars = 0
    mail_from: Email = ""
    mail_identity: Literal["address", "domain", "existing-address", "existing-domain"] = "address"
    provider: Literal["sandbox", "stripe"] = "sandbox"
    demo: bool = False
    search: Literal["index", "opensearch"] = "index"
    canary: bool = False
    reconcile: Literal["daily", "weekly", "never"] = "daily"
    heartbeat: bool = False
    later_indexes: tuple[Index, ...] = ()
    tracing: bool = False
    hardened: bool = False
    replica: Region = ""
    backup: Backup = Backup()
    restored: dict[str, RestoredTable] = {}
    limits: Limits = Limits()
    web: Web = Web()
    currency: Currency = shop.CURRENCY
    prices_include_tax: bool = True
    seller: Seller = SAMPLE_SELLER

    @property
    def has_sample_seller(self) -> bool:
        """Whether any of the seller's data is still the sample's."""
        return any(getattr(self.seller, name) == getattr(SAMPLE_SELLER, name) != "" for name in _OWN)

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]

    @property
    def mail_verified(self) -> bool:
        """Whether SES has verified the sender before this deploy."""
        return bool(self.mail_from) and self.mail_identity.startswith("existing-")

    @property
    def new_mail_identity(self) -> str:
        """What this stage's stack asks SES to verify, if anything."""
        if not self.mail_from or self.mail_verified:
            return ""
        return self.mail_domain if self.mail_identity == "domain" else self.mail_from
