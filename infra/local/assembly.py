"""The synthesized templates for the local cloud, made again only when their sources have changed."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from infra.local.cloud import Failed
from infra.local.paths import ASSEMBLY, ROOT

TEMPLATE = (
    "infra/*.py",
    "infra/constructs/*.py",
    "infra/services/*.py",
    "infra/stacks/*.py",
    "infra/stages/*.toml",
    "infra/local/leave_out.py",
    "infra/local/unsupported_resources.py",
    "requirements/bundle*.txt",
    "requirements/run.txt",
    "cdk.json",
)
SOURCES = ("backend/**/*.py", *TEMPLATE)
MARK = "made-from"

_WITHOUT_CDK_RULES = {"CDK_VALIDATION": "false"}
"""CDK's check of templates against CloudFormation's schema takes half of the time of a synthesis. It is made at each
`make synth` and deploy; cfn-lint reads these templates (`make check`), and cdk-nag's rules are asked here too."""


@dataclass(frozen=True)
class Stack:
    """A stack of an assembly: its template and its list of assets are files there."""

    name: str
    template: str
    assets: str


def stacks(folder: Path) -> list[Stack]:
    """Return the stacks of an assembly in the order in which they can be deployed."""
    artifacts = json.loads((folder / "manifest.json").read_text())["artifacts"]
    order = TopologicalSorter({id: set(each.get("dependencies", ())) for id, each in artifacts.items()})
    artifacts_in_order = ((id, artifacts[id]) for id in order.static_order())
    return [
        Stack(each["properties"].get("stackName", id), each["properties"]["templateFile"], f"{id}.assets.json")
        for id, each in artifacts_in_order
        if each["type"] == "aws:cloudformation:stack"
    ]


def fingerprint(context: dict[str, str]) -> str:
    """Return a hash over everything that the assembly is made from."""
    total = hashlib.sha256(json.dumps([context, sys.version_info[:2]], sort_keys=True).encode())
    for path in sorted(sources()):
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def assembly(context: dict[str, str]) -> Path:
    """Return the folder of the assembly for this context; synthesize it (about ten seconds) unless it is there
    already.
    """
    folder = _folder(context)
    with _alone(folder):
        current_fingerprint = fingerprint(context)
        if _read_fingerprint(folder) != current_fingerprint:
            _synthesize(folder, context)
            (folder / MARK).write_text(current_fingerprint)
    return folder


def is_fresh(context: dict[str, str]) -> bool:
    """Return whether the assembly exists and none of its sources has changed."""
    return _read_fingerprint(_folder(context)) == fingerprint(context)


def _folder(context: dict[str, str]) -> Path:
    return ASSEMBLY.with_name(
        f"{ASSEMBLY.name}-{hashlib.sha256(json.dumps(context, sort_keys=True).encode()).hexdigest()[:8]}"
    )


def _read_fingerprint(folder: Path) -> str:
    try:
        return (folder / MARK).read_text()
    except OSError:
        return ""


def sources(patterns: Sequence[str] = SOURCES) -> Iterator[Path]:
    """Return every file that the assembly is made from."""
    for pattern in patterns:
        yield from ROOT.glob(pattern)


def _synthesize(folder: Path, context: dict[str, str]) -> None:
    environment = {
        **os.environ,
        **_WITHOUT_CDK_RULES,
        "CDK_OUTDIR": str(folder),
        "CDK_CONTEXT_JSON": json.dumps(context),
    }
    result = subprocess.run(
        [sys.executable, "-m", "infra.app"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode:
        log = folder.with_suffix(".log")
        log.write_text(result.stdout + result.stderr)
        raise Failed(
            f"The CDK app cannot be synthesized; {log} says why: "
            f"{(result.stderr.strip().splitlines() or ['nothing'])[-1]}"
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a lock, so that test processes that start together synthesize only once."""
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
