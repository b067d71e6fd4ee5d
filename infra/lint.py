"""`python -m infra.lint`: asks cfn-lint about the template of each stage that has a file.

A template is synthesized again only when its sources changed.
"""

import subprocess
import sys
from pathlib import Path

from infra.local.assembly import STACK, assembly
from infra.stage_reading import stages

REGIONS = ("eu-central-1", "us-east-1")
IGNORED = {"W3005": "CDK names the role that a function depends on although a reference implies it; that does no harm"}
"""Rules that are not asked, each with the reason."""


def main() -> int:
    templates = [str(assembly({"stage": stage}) / f"{STACK}.template.json") for stage in stages()]
    lint = [
        str(Path(sys.executable).parent / "cfn-lint"),
        "--regions",
        *REGIONS,
        "--ignore-checks",
        *IGNORED,
        "--template",
        *templates,
    ]
    return subprocess.run(lint, check=False).returncode  # noqa: S603 - our own arguments


if __name__ == "__main__":
    raise SystemExit(main())
