"""All findings of cdk-nag's AwsSolutions rules that stay, each with its reason.

Tests prove that every one of them is needed. `infra.nag_suppressions` tells cdk-nag.
"""

import json

from backend.contracts.order.data_export import ARCHIVES, PARTS
from backend.contracts.order.erasure import HOLDERS
from backend.contracts.registry import OPERATIONS
from infra.functions import FUNCTIONS_BY_SERVICE
from infra.recovery import REBUILT

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
LAST = (
    "This is where messages end that could not be delivered: it is a dead-letter queue of a stream or of the bus, "
    "and has an alarm"
)
_OWNERS = "Whose data are asked for is not known before; folder, service and action say what is touched"
_KEPT_A_WEEK = "The order service's table tells who asked for which file; each is gone after a week"
PYTHON = "Python 3.13 is what the pinned wheels are tested with; raised together with them"

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


_EXPORTS = "PublishOutputFnGetAttOrderExports8C431B54ArnBFCD812A"
_INCOMING, _PICTURES = (
    "PublishOutputFnGetAttPictureIncomingD78A48AEArn6563E0D3",
    "PublishOutputFnGetAttPicturePictures8D6FBBDDArn4AF296DB",
)
RELEASE = "A release's files are known by their hashes only once it is made: bucket and folder say what is put there"
STATIC = ("Hosting/StaticFiles/Role", "PublishOutputFnGetAttEdgeStatic4732CBE1ArnD4E45C6E", "static/*")
"""The same for the output of the edge's stack."""
OBJECTS: dict[tuple[str, str, str], str] = {
    ("Picture/Handler/Role", _INCOMING, "incoming/*"): _NAMES,
    ("Picture/Consumer/Role", _INCOMING, "incoming/*"): _NAMES,
    ("Picture/Consumer/Role", _PICTURES, "pictures/*"): _NAMES,
    ("Picture/Handler/Role", _INCOMING, "reviews/*"): _NAMES,
    **{("Picture/Handler/Role", _PICTURES, name): _NAMES for name in ("unused/*", "waiting/*")},
    **{("Picture/Consumer/Role", _PICTURES, name): _NAMES for name in ("unused/*", "waiting/*", "pictures/reviews/*")},
    ("Order/Handler/Role", _EXPORTS, f"{ARCHIVES}/*"): _OWNERS,
    **{("Order/Sweeper/Role", _EXPORTS, f"{folder}/*"): _OWNERS for folder in (PARTS, ARCHIVES)},
    **{(f"{each.title()}/Consumer/Role", _EXPORTS, f"{PARTS}/*/{each}"): _OWNERS for each in HOLDERS},
}
"""Statements on every object of such a name: whose, the output of the data stack that is the bucket's ARN, the name.
"""


def objects_rule(output: str, name: str, data_stack: str, region: object) -> str:
    """Return cdk-nag's name for such a statement."""
    of = {"StackName": data_stack, "Region": region, "OutputName": output}
    arn = json.dumps({"Fn::GetStackOutput": of}, separators=(",", ":"))
    return f"IAM5[Resource::{arn}/{name}]"


FINDINGS: dict[tuple[str, str], str] = {
    ("Identity/Pool", "COG1"): _ANY_KIND,
    ("Identity/Pool", "COG2"): _MFA,
    ("Identity/Pool", "COG8"): _PLUS,
    ("Bus/Undelivered", "SQS3"): LAST,
    **{(path, "DDB3"): reason for path, reason in REBUILT.items()},
    **{
        (f"{service.title()}/Unpublished", "SQS3"): LAST
        for service, parts in FUNCTIONS_BY_SERVICE.items()
        if "Relay" in parts
    },
    **{
        (f"{service.title()}/{part}/Function", "L1"): PYTHON
        for service, parts in FUNCTIONS_BY_SERVICE.items()
        for part in parts
    },
    ("Search/Unbuilt", "SQS3"): LAST,
    ("Search/Index", "S1"): _INDEX,
    ("Picture/Untold", "SQS3"): LAST,
    ("Order/Exports", "S1"): _KEPT_A_WEEK,
    **{(f"Picture/{bucket}", "S1"): _LOGGED for bucket in ("Incoming", "Pictures")},
    ("Secrets/ProviderKey", "SMG4"): _MADE,
    ("Secrets/StripeKey", "SMG4"): _GIVEN,
    ("Sandbox/Api/ANY--{proxy+}", "APIG4"): _PROVIDER,
    **{
        (f"Gateway/{construct_id(operation.name)}", "APIG4"): _PUBLIC
        for operation in OPERATIONS
        if operation.scope is None
    },
}


PICTURES_ALONE = {
    **{("Picture/Distribution", f"CFR{rule}"): _SHOWN for rule in (1, 2, 3)},
    ("Picture/Distribution", "CFR4"): _TLS,
}
"""Findings of the distribution that serves pictures where the shop has no CloudFront of its own."""


_PROVIDERS = {"sandbox": ("Sandbox/", "Secrets/ProviderKey"), "stripe": ("Secrets/Stripe",)}
"""What the paths begin with that only the stack of one payment provider has."""


def findings(provider: str, is_hosted: bool) -> dict[tuple[str, str], str]:
    """Return the findings of a shop that is paid by this provider, without those of its hosted pages."""
    others = tuple(path for name, paths in _PROVIDERS.items() if name != provider for path in paths)
    every = FINDINGS | ({} if is_hosted else PICTURES_ALONE)
    return {(path, rule): reason for (path, rule), reason in every.items() if not path.startswith(others)}


HOSTING: dict[tuple[str, str], str] = {
    ("Edge/Distribution", "CFR1"): "The shop is for every country that it delivers to, and for whoever looks",
    ("Edge/Distribution", "CFR2"): "A firewall costs $12 a month before anybody shops: the stage's file chooses it",
    ("Edge/Distribution", "CFR3"): "A stage's file may choose that visits are not kept",
    ("Edge/Distribution", "CFR4"): "CloudFront's own name comes with CloudFront's own certificate, whose TLS AWS sets",
    ("Edge/Visits", "S1"): "It holds the log of visits itself; a log of who reads the log would have no end",
    ("Edge/Secret", "SMG4"): "It is known to two parts of one deploy alone: a new one comes with a new name",
    ("Edge/Static", "S1"): "Static files of the shop's pages, for everybody: CloudFront alone reads them",
    ("Hosting/StaticFiles/Function", "L1"): PYTHON,
    ("Hosting/StaticFiles/Role", "IAM5[Resource::<EdgeStatic4732CBE1.Arn>/static/*]"): RELEASE,
    ("Hosting/Key", "SMG4"): "A key that is changed at once signs everybody out: it is changed in two steps",
    ("Hosting/Uploads", "S1"): "Only the storefront reaches it, and what lies there is gone after a day",
    ("Hosting/Role", "IAM5[Resource::<HostingUploads6DC10A59.Arn>/*]"): (
        "An upload's name is 186 random bits: bucket and action say what is touched"
    ),
    ("Hosting/Function", "L1"): PYTHON,
    ("Hosting/Pages", "APIG4"): "Anyone may look at the shop; who may see more is the storefront's to decide",
}
"""Findings of the hosted storefront, by the path in whichever stack has it."""
OPENSEARCH = {
    "OS1": (
        "Functions reach it by signed calls; into a VPC each of them had to go too, "
        "behind gateways that are paid by the hour"
    ),
    "OS3": (
        "Only signed calls are let in, those that the roles of three functions allow; "
        "functions have no addresses to list"
    ),
    "OS5": "The domain itself lets nobody in; the three roles' own policies do, each for the calls that it makes",
    "OS4": "Two data nodes do without leaders of their own; three more would cost more than the search itself",
}
"""Findings of the domain of OpenSearch, by rule."""
BETWEEN_RUNS = "One function alone reaches it and all that is in it, which names nobody and is gone after a week"
"""Why the bucket between two runs of the comparison of the books has no log, and no object has a right of its own."""
CANARY_POLICY = "AWS's own policy for CodeDeploy on Lambda; it reaches functions and their alarms, and no data"
"""Why CodeDeploy's role has a policy of AWS's own."""
TRIAL_RECIPIENT = (
    "In SES's sandbox the recipient's identity is asked about, too, and a trial does not know it beforehand"
)
"""Why a trial may send mail as any identity."""
