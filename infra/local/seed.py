"""Puts the demo catalogue into the local cloud, by the storefront's own command, unless the same one is there already."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable

from botocore.exceptions import ClientError

from infra.local.cloud import Cloud, Failed
from infra.local.paths import ROOT

DEMO = ROOT / "storefront" / "demo"
PICTURES = ROOT / ".local" / "pictures"
COMMAND = DEMO / "management" / "commands" / "seed.py"
MARK = "/halftone/seeded"


def fill(cloud: Cloud, say: Callable[[str], None]) -> None:
    """Runs `manage.py seed`. What was sown is remembered in the cloud itself, so the two cannot disagree."""
    wanted = fingerprint()
    if not COMMAND.exists() or (_sown(cloud) == wanted and PICTURES.exists()):
        return
    started = time.monotonic()
    say("Catalogue: drawing the pictures and putting the products in …")
    if subprocess.run([sys.executable, "manage.py", "seed"], cwd=ROOT, check=False).returncode:
        raise Failed("The catalogue could not be put in; the lines above say why. `python manage.py seed` tries again.")
    cloud.client("ssm").put_parameter(Name=MARK, Value=wanted, Type="String", Overwrite=True)
    say(f"Catalogue ready after {time.monotonic() - started:.1f} s")


def fingerprint() -> str:
    """A hash over the demo shop's texts and drawings."""
    total = hashlib.sha256()
    for path in sorted(path for path in DEMO.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        total.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def _sown(cloud: Cloud) -> str:
    try:
        return str(cloud.client("ssm").get_parameter(Name=MARK)["Parameter"]["Value"])
    except ClientError:
        return ""
