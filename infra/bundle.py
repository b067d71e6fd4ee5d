"""Function bundles, built without Docker: one service's folder, what it builds on, and wheels for where it will run.

boto3 is not among them: Lambda's Python runtime brings it. Bytecode is where a Python of that version is at hand
(`infra/bytecode.py`). Of the time zones only the shop's own is. Lambda's Amazon Linux 2023 has had them since 2024, but
AWS promises it nowhere (https://github.com/aws/aws-lambda-dotnet/issues/1620); without one, no day could be told.
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
from tempfile import TemporaryDirectory
from threading import get_ident

from backend.contracts.shop import TIME_ZONE
from infra.bytecode import Files, compile_files, interpreter

ROOT = Path(__file__).parent.parent
BUILD = ROOT / ".build"
REQUIREMENTS = ROOT / "requirements" / "bundle.txt"
# need more than all do
OWN = {service: ROOT / "requirements" / f"bundle-{service}.txt" for service in ("invoice", "picture", "product")}
SHARED = ("shared", "contracts")
"""The packages below backend/ that are in every bundle."""

_SOURCES = (".py", ".ttf", ".LICENSE")
"""What is bundled of a package: code, and the fonts that documents are drawn with, beside their licence."""

_INSTALL = ("pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")
KEPT = 12
"""Bundles of a service that are kept; each edit makes another one."""
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
    """Return the platform of this machine: the local cloud runs functions under the interpreter that runs it."""
    return Platform("", f"{sys.version_info.major}.{sys.version_info.minor}")


def bundle(service: str, platform: Platform = LAMBDA, root: Path | None = None) -> Path:
    """Return the zip file of a service's functions; its name carries the hash of its content, and it is made once.

    `root` is the folder that holds `backend/` where that is not the project.
    """
    sources = list(_sources(service, root or ROOT))
    requirements = OWN.get(service, REQUIREMENTS)
    archive = BUILD / f"{service}-{hash_files(sources, platform, *_decisive(platform, requirements))}.zip"
    if not archive.exists():
        libraries = _libraries(platform, requirements)  # makes the folder `.build`, too
        with TemporaryDirectory(prefix="bytecode-") as stage:
            bytecode = compile_files(sources, platform.python, runs_in(platform), Path(stage))
            write_zip(sorted([*sources, *bytecode, *libraries], key=lambda each: each[1]), archive)
    archive.touch()
    _forget(sorted(BUILD.glob(f"{service}-*.zip"), key=_used)[:-KEPT])
    return archive


def _used(archive: Path) -> float:
    """Return when a bundle was last asked for; 0 when another process has just removed it."""
    try:
        return archive.stat().st_mtime
    except FileNotFoundError:
        return 0


def _forget(bundles: Iterable[Path]) -> None:
    for each in bundles:
        each.unlink(missing_ok=True)


def _sources(service: str, root: Path) -> Iterator[tuple[Path, Path]]:
    yield root / "backend" / "__init__.py", Path("backend", "__init__.py")
    for package in (service, *SHARED):
        yield from (each for each in name_files(root / "backend" / package, root) if each[1].suffix in _SOURCES)


def _libraries(platform: Platform, requirements: Path) -> Files:
    """Return what is bundled of the wheels, with its bytecode, which is made once per change of the pins."""
    wheels = unpack_wheels(platform, requirements)
    files = [each for each in name_files(wheels, wheels) if is_our_zone(each[1])]
    bytecode_folder = BUILD / f"bytecode-{hash_files([], platform, *_decisive(platform, requirements))}"
    if not bytecode_folder.exists():
        fresh = bytecode_folder.with_suffix(f".{os.getpid()}.{get_ident()}")
        fresh.mkdir()
        compile_files(files, platform.python, runs_in(platform), fresh)
        _keep(fresh, bytecode_folder)
    return files + [(path, path.relative_to(bytecode_folder)) for path in sorted(bytecode_folder.rglob("*.pyc"))]


def runs_in(platform: Platform) -> str:
    """Return the folder that tracebacks name: where Lambda unpacks a bundle, or the project on this machine."""
    return TASK if platform.name else str(ROOT)


def _decisive(platform: Platform, requirements: Path) -> list[str]:
    """Return what decides beside the sources: the pinned libraries, the code that bundles, and the Python that
    compiles."""
    files = [(path, Path(path.name)) for path in (requirements, *_AS_WELL)]
    return [hash_files(files, platform), interpreter(platform.python)]


def is_our_zone(file: Path) -> bool:
    """Return whether a library's file is no time zone, or the shop's own: there are 600."""
    return file.parts[0] != "tzdata" or file == _ZONE or (file.name == "__init__.py" and file.parent in _ZONE.parents)


def name_files(folder: Path, root: Path) -> Files:
    """Return every file of the folder but this machine's own bytecode, with its name below the root."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [(path, path.relative_to(root)) for path in sorted(paths)]


def hash_files(files: Iterable[tuple[Path, Path]], platform: Platform, *more: str) -> str:
    """Return a hash over what the files hold and what they are called, and whatever else decides."""
    total = hashlib.sha256(repr((platform, *more)).encode())
    for path, name in files:
        total.update(f"{name}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def unpack_wheels(platform: Platform, requirements: Path) -> Path:
    """Return a folder with these pinned wheels unpacked, for that platform; made once per change of the pins."""
    pins = [(requirements, Path("requirements", requirements.name))]
    wheels_folder = BUILD / f"wheels-{hash_files(pins, platform)}"
    if not wheels_folder.exists():
        fresh = wheels_folder.with_suffix(f".{os.getpid()}.{get_ident()}")
        target = ["--python-platform", platform.name] if platform.name else []
        where = ["--python", sys.executable, "--python-version", platform.python, *target, "--target", str(fresh)]
        uv = [str(Path(sys.executable).parent / "uv"), *_INSTALL, *where, "--requirement", str(requirements)]
        if subprocess.run(uv, check=False).returncode:  # noqa: S603 - our own arguments
            raise SystemExit("The wheels for the functions could not be downloaded, or did not have the expected hash")
        shutil.rmtree(fresh / "bin", ignore_errors=True)
        (fresh / ".lock").unlink(missing_ok=True)
        _keep(fresh, wheels_folder)
    return wheels_folder


def _keep(fresh: Path, target: Path) -> None:
    """Give what was made its name; another process may have been quicker with the same."""
    try:
        fresh.rename(target)
    except OSError:
        if not target.exists():
            raise
        shutil.rmtree(fresh)


def write_zip(files: Iterable[tuple[Path, Path]], target: Path) -> None:
    fresh = target.with_suffix(f".{os.getpid()}.{get_ident()}")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in files:
            entry = zipfile.ZipInfo(str(name), _THEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    fresh.rename(target)
