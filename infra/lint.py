"""`python -m infra.lint`: asks cfn-lint about the template of each stage. A template is synthesized again only when its sources changed."""

import subprocess
import sys
from pathlib import Path

from infra.local.assembly import STACK, assembly

STAGES: tuple[dict[str, str], ...] = (
    {"cloud": "aws", "stage": "trial"},
    {"cloud": "aws", "alarm_email": "owner@example.com", "mail_from": "orders@example.com"},
)
REGIONS = ("eu-central-1", "us-east-1")
IGNORED = {
    "W3005": "CDK names dependencies that a reference implies already; they do no harm",
    "W3037": "It does not know ssm:GetParametersByPath and other actions of late; the grants are tested against what is really called",
    "W2001": "CDK's own parameter for its bootstrap version is read by a rule",
}
"""Rules that are not asked, each with the reason."""


def main() -> int:
    templates = [str(assembly(choices) / f"{STACK}.template.json") for choices in STAGES]
    lint = [str(Path(sys.executable).parent / "cfn-lint"), "--regions", *REGIONS, "--ignore-checks", *IGNORED, "--template", *templates]
    return subprocess.run(lint, check=False).returncode  # noqa: S603 - our own arguments


if __name__ == "__main__":
    raise SystemExit(main())
