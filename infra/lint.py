"""`python -m infra.lint`: asks cfn-lint about the templates of each stage that has a file.

They are synthesized again only when their sources changed.
"""

import subprocess
import sys
from pathlib import Path

from infra.local import assembly
from infra.stage_reading import stages

REGIONS = ("eu-central-1", "us-east-1")
IGNORED = {"W3005": "CDK names the role that a function depends on although a reference implies it; that does no harm"}
"""Rules that are not asked, each with the reason."""


def main() -> int:
    folders = [assembly.assembly({"stage": stage}) for stage in stages()]
    templates = [str(folder / stack.template) for folder in folders for stack in assembly.stacks(folder)]
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
