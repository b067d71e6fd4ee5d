"""Function bundles, built without Docker: one service's folder, what it builds on, and wheels for where it will run.

boto3 is not among them: Lambda's Python runtime brings it. Bytecode is where a Python of that version is at hand (`infra/bytecode.py`).
Of the time zones only the shop's own is. Lambda's Amazon Linux 2023 has had them since 2024, but AWS promises it nowhere
(https://github.com/aws/aws-lambda-dotnet/issues/1620); without one, no day could be told.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.contracts.shop import TIME_ZONE
from infra.bytecode import compile_files, interpreter

ROOT = Path(__file__).parent.parent
BUILD = ROOT / ".build"
REQUIREMENTS = ROOT / "requirements" / "bundle.txt"
OWN = {service: ROOT / "requirements" / f"bundle-{service}.txt" for service in ("picture", "product")}  # need more than all do
_SHARED = ("shared", "contracts")
_INSTALL = ("pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")
_ZONE = Path("tzdata", "zoneinfo", TIME_ZONE)
_AS_WELL = (Path(__file__), Path(__file__).with_name("bytecode.py"))  # decides what a bundle holds, too
_THEN = (1980, 1, 1, 0, 0, 0)  # the same content shall make the same file


@dataclass(frozen=True)
class Platform:
    """Where a bundle runs, in uv's words."""

    name: str
    python: str


TASK = "/var/task"
"""Where Lambda unpacks a bundle."""

LAMBDA = Platform("aarch64-manylinux_2_28", "3.13")  # Amazon Linux 2023 has glibc 2.34


def here() -> Platform:
    """This machine: the local cloud runs functions under the interpreter that runs it."""
    return Platform("", f"{sys.version_info.major}.{sys.version_info.minor}")


def bundle(service: str, platform: Platform = LAMBDA) -> Path:
    """The zip file of a service's functions; its name carries the hash of its content, and it is made once."""
    sources = sorted(_sources(service))
    requirements = OWN.get(service, REQUIREMENTS)
    wheels = _wheels(platform, requirements)
    made = BUILD / f"{service}-{_digest([*sources, requirements, *_AS_WELL], platform, interpreter(platform.python))}.zip"
    if not made.exists():
        libraries = [(path, path.relative_to(wheels)) for path in _files(wheels)]
        files = [(path, path.relative_to(ROOT)) for path in sources] + [each for each in libraries if _wanted(each[1])]
        bytecode = compile_files(files, platform.python, TASK if platform.name else str(ROOT))
        _zip(sorted(files + bytecode, key=lambda each: each[1]), made)
    return made


def _sources(service: str) -> Iterator[Path]:
    yield ROOT / "backend" / "__init__.py"
    for package in (service, *_SHARED):
        yield from (path for path in _files(ROOT / "backend" / package) if path.suffix == ".py")


def _wanted(file: Path) -> bool:
    """Whether a library's file is bundled: all but the time zones, of which there are 600, that are not the shop's."""
    return file.parts[0] != "tzdata" or file == _ZONE or (file.name == "__init__.py" and file.parent in _ZONE.parents)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _digest(files: Iterable[Path], platform: Platform, *more: str) -> str:
    """A hash over what the files hold and where they are below the project, and whatever else decides."""
    total = hashlib.sha256(repr((platform, *more)).encode())
    for path in files:
        total.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _wheels(platform: Platform, requirements: Path) -> Path:
    """A folder with these pinned wheels unpacked, for that platform; made once per change of the pins."""
    made = BUILD / f"wheels-{_digest([requirements], platform)}"
    if not made.exists():
        fresh = made.with_suffix(f".{os.getpid()}")
        target = ["--python-platform", platform.name] if platform.name else []
        where = ["--python", sys.executable, "--python-version", platform.python, *target, "--target", str(fresh)]
        uv = [str(Path(sys.executable).parent / "uv"), *_INSTALL, *where, "--requirement", str(requirements)]
        if subprocess.run(uv, check=False).returncode:  # noqa: S603 - our own arguments
            raise SystemExit("The wheels for the functions could not be downloaded, or did not have the expected hash")
        shutil.rmtree(fresh / "bin", ignore_errors=True)
        (fresh / ".lock").unlink(missing_ok=True)
        _keep(fresh, made)
    return made


def _keep(fresh: Path, made: Path) -> None:
    """Gives what was made its name; another process may have been quicker with the same."""
    try:
        fresh.rename(made)
    except OSError:
        if not made.exists():
            raise
        shutil.rmtree(fresh)


def _zip(files: Iterable[tuple[Path, Path]], made: Path) -> None:
    fresh = made.with_suffix(f".{os.getpid()}")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in files:
            entry = zipfile.ZipInfo(str(name), _THEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    fresh.rename(made)
