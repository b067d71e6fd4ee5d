"""Findings of cdk-nag's AwsSolutions rules that stay, each with its reason.

A test proves that every one of them is needed.
"""

import json

from backend.contracts.registry import OPERATIONS
from infra.functions import FUNCTIONS_BY_SERVICE

_ANY_KIND = (
    "Ten characters of any kind, and none that is guessed first: length is what makes guessing long, "
    "not signs (NIST SP 800-63B)"
)
_MFA = "A shop that demands a second factor loses shoppers; the storefront demands an authenticator app of its staff"
_PLUS = (
    "Threat protection needs the Plus tier, $0.020 per active shopper a month from the first on; "
    "the shop's owner decides"
)
_PUBLIC = "Anyone may look at the catalogue; a guest proves himself by 128 random bits in the path"
_LAST = (
    "This is where messages end that could not be delivered: it is a dead-letter queue of a stream or of the bus, "
    "and has an alarm"
)
_PYTHON = "Python 3.13 is what the pinned wheels are tested with; raised together with them"

_MADE = "Made at deployment, and known to two parts of this stack alone; the sandbox provider is no bank"
_INDEX = "What the bucket holds is what everyone may search; only two functions reach it, and their logs tell when"
_NAMES = "A file's name is 128 random bits, or the hash of its content: bucket, prefix and action say what is touched"
_LOGGED = (
    "Only two functions and CloudFront reach it; who sends and what became of it is in the service's table and log"
)
_SHOWN = "Pictures of the catalogue, for everybody: no country is kept out, and visits to them are not kept"
_TLS = "CloudFront's own name comes with CloudFront's own certificate, whose TLS versions AWS sets"
_GIVEN = "Stripe makes it, and rolls it on its own pages: nothing here can"
_PROVIDER = "The sandbox provider stands for somebody else's service: people pay there, and the shop shows its own key"


def construct_id(name: str) -> str:
    """Return an operation's name as a construct id: get_basket becomes GetBasket."""
    return "".join(word.title() for word in name.split("_"))


_INCOMING, _PICTURES = (
    "PublishOutputFnGetAttPictureIncomingD78A48AEArn6563E0D3",
    "PublishOutputFnGetAttPicturePictures8D6FBBDDArn4AF296DB",
)
OBJECTS: dict[tuple[str, str, str], str] = {
    ("Picture/Handler/Role", _INCOMING, "incoming"): _NAMES,
    ("Picture/Consumer/Role", _INCOMING, "incoming"): _NAMES,
    ("Picture/Consumer/Role", _PICTURES, "pictures"): _NAMES,
}
"""Statements on every object below a prefix: whose, the output of the data stack that is the bucket's ARN, the prefix.
"""


def objects_rule(output: str, prefix: str, data_stack: str, region: object) -> str:
    """Return cdk-nag's name for such a statement."""
    of = {"StackName": data_stack, "Region": region, "OutputName": output}
    arn = json.dumps({"Fn::GetStackOutput": of}, separators=(",", ":"))
    return f"IAM5[Resource::{arn}/{prefix}/*]"


FINDINGS: dict[tuple[str, str], str] = {
    ("Identity/Pool", "COG1"): _ANY_KIND,
    ("Identity/Pool", "COG2"): _MFA,
    ("Identity/Pool", "COG8"): _PLUS,
    ("Bus/Undelivered", "SQS3"): _LAST,
    **{
        (f"{service.title()}/Unpublished", "SQS3"): _LAST
        for service, parts in FUNCTIONS_BY_SERVICE.items()
        if "Relay" in parts
    },
    **{
        (f"{service.title()}/{part}/Function", "L1"): _PYTHON
        for service, parts in FUNCTIONS_BY_SERVICE.items()
        for part in parts
    },
    ("Search/Unbuilt", "SQS3"): _LAST,
    ("Search/Index", "S1"): _INDEX,
    ("Picture/Untold", "SQS3"): _LAST,
    **{("Picture/Distribution", f"CFR{rule}"): _SHOWN for rule in (1, 2, 3)},
    ("Picture/Distribution", "CFR4"): _TLS,
    **{(f"Picture/{bucket}", "S1"): _LOGGED for bucket in ("Incoming", "Pictures")},
    **{(f"Secrets/{secret}", "SMG4"): _MADE for secret in ("ProviderKey", "WebhookSecret")},
    **{(f"Secrets/{secret}", "SMG4"): _GIVEN for secret in ("StripeKey", "StripeWebhookSecret")},
    ("Sandbox/Api/ANY--{proxy+}", "APIG4"): _PROVIDER,
    **{
        (f"Gateway/{construct_id(operation.name)}", "APIG4"): _PUBLIC
        for operation in OPERATIONS
        if operation.scope is None
    },
}


_PROVIDERS = {"sandbox": ("Sandbox/", "Secrets/ProviderKey", "Secrets/WebhookSecret"), "stripe": ("Secrets/Stripe",)}
"""What the paths begin with that only the stack of one payment provider has."""


def findings(provider: str) -> dict[tuple[str, str], str]:
    """Return the findings of a stack that is paid by this provider."""
    others = tuple(path for name, paths in _PROVIDERS.items() if name != provider for path in paths)
    return {(path, rule): reason for (path, rule), reason in FINDINGS.items() if not path.startswith(others)}
