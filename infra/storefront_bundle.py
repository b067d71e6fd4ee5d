"""The storefront's bundle for Lambda: its code, its collected static files, and the wheels that it needs there.

What draws the demonstration's pictures stays out, and so do languages and time zones that the shop does not offer: the
less there is, the sooner a function starts. boto3 is Lambda's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.contracts.shop import LANGUAGES
from infra.bundle import (
    BUILD,
    LAMBDA,
    ROOT,
    Platform,
    hash_files,
    is_our_zone,
    name_files,
    runs_in,
    unpack_wheels,
    write_zip,
)
from infra.bytecode import Files, compile_files, interpreter

REQUIREMENTS = ROOT / "requirements" / "bundle-storefront.txt"
HANDLER = "storefront.lambda_handler.handler"
_OURS = ("storefront", "backend/contracts")
_DEMO = ("__init__.py", "apps.py")  # all that is bundled of it
_LOCALES = ("django/conf/locale/", "django/contrib/", "babel/locale-data/")


def storefront_bundle(platform: Platform = LAMBDA, folder: Path = BUILD) -> Path:
    """Return the zip file of the storefront; its name carries the hash of what went into it, and it is made once."""
    sources = [*_sources(), (ROOT / "backend" / "__init__.py", Path("backend/__init__.py"))]
    decisive = [(path, Path(path.name)) for path in (REQUIREMENTS, Path(__file__))]
    digest = hash_files([*sources, *decisive], platform, interpreter(platform.python))
    made = folder / f"storefront-{digest}.zip"
    if not made.exists():
        wheels = unpack_wheels(platform, REQUIREMENTS)
        libraries = [each for each in name_files(wheels, wheels) if _is_needed(each[1])]
        with TemporaryDirectory(prefix="storefront-") as stage:
            files = [*sources, *libraries, *_collect_static(sources, Path(stage, "static"))]
            Path(stage, "bytecode").mkdir()
            files += compile_files(files, platform.python, runs_in(platform), Path(stage, "bytecode"))
            write_zip(sorted(files, key=lambda each: each[1]), made)
    return made


def _sources() -> Files:
    sources = [each for part in _OURS for each in name_files(ROOT / part, ROOT)]
    return [each for each in sources if each[1].parts[:2] != ("storefront", "demo") or each[1].parts[2] in _DEMO]


def _is_needed(file: Path) -> bool:
    """Whether a library's file is bundled."""
    name = file.as_posix()
    if name.startswith(_LOCALES) and "/locale" in name:
        return _is_spoken(file)
    return is_our_zone(file)


def _is_spoken(file: Path) -> bool:
    """Whether a file of a language is of one that the shop offers, or of all languages."""
    if file.parts[0] == "babel":
        return file.stem.partition("_")[0] in ("root", *LANGUAGES) or file.suffix != ".dat"
    start = file.parts.index("locale") + 1
    return len(file.parts) == start + 1 or file.parts[start] in LANGUAGES


def _collect_static(sources: Files, stage: Path) -> Files:
    """Return the static files under names that carry their hash, and the list of these names."""
    for path, name in sources:
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, stage / name)
    environment = {"PATH": os.environ.get("PATH", ""), "DJANGO_SETTINGS_MODULE": "storefront.settings"}
    environment |= {"PYTHONPATH": str(stage), "SHOP_SECRET_KEY": "collects static files, signs nothing", "DEBUG": ""}
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, check=True, cwd=stage, env=environment)  # noqa: S603 - our own arguments
    return name_files(stage / "staticfiles", stage)
