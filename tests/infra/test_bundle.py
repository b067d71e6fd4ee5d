"""What is in a function's bundle."""

import ast
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.contracts.registry import SERVICES
from backend.contracts.shop import TIME_ZONE
from infra import bundle
from infra.bundle import LAMBDA, Platform, here
from infra.bytecode import interpreter
from infra.functions import FUNCTIONS_BY_SERVICE


def _names(service: str, platform: Platform = LAMBDA) -> list[str]:
    with zipfile.ZipFile(bundle.bundle(service, platform)) as archive:
        return archive.namelist()


@pytest.mark.parametrize("service", SERVICES)
def test_a_bundle_holds_its_service_and_what_that_builds_on(service: str) -> None:
    ours = {name.split("/")[1] for name in _names(service) if name.startswith("backend/")}
    assert ours == {"__init__.py", service, "shared", "contracts"}
    assert f"backend/{service}/{FUNCTIONS_BY_SERVICE[service][0].lower()}.py" in _names(service)


def test_a_bundle_brings_its_libraries_and_leaves_boto3_to_the_runtime() -> None:
    top = {name.split("/")[0] for name in _names("basket")}
    assert "msgspec" in top
    assert not {"boto3", "botocore", "django", "aws_cdk", "tests", "infra", "storefront", "bin"} & top


RUNTIME = {"boto3", "botocore"}
"""What Lambda's Python runtime promises; urllib3, on which these build, it does not."""


def _imported_names(source: bytes) -> set[str]:
    """The top-level names of all imports of a module, wherever in it they stand, but for those of a type checker."""
    names: set[str] = set()
    for node in _running(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node of a module but those below `if TYPE_CHECKING:`, which no function runs."""
    yield tree
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from _running(node)


@pytest.mark.parametrize("service", FUNCTIONS_BY_SERVICE)
def test_whatever_a_service_imports_is_in_its_bundle_or_promised_by_the_runtime(service: str) -> None:
    with zipfile.ZipFile(bundle.bundle(service)) as archive:
        names = archive.namelist()
        wanted = {
            each: name
            for name in names
            if name.startswith(f"backend/{service}/") and name.endswith(".py")
            for each in _imported_names(archive.read(name))
        }
    there = {name.partition("/")[0].removesuffix(".py") for name in names} | RUNTIME | sys.stdlib_module_names
    assert not {module: name for module, name in wanted.items() if module not in there}


def test_a_bundle_for_lambda_has_wheels_for_arm_and_python_3_13() -> None:
    compiled = [name for name in _names("basket") if name.endswith(".so")]
    assert compiled
    assert all("cpython-313-aarch64" in name for name in compiled)


def test_a_bundle_for_this_machine_has_its_wheels() -> None:
    compiled = [name for name in _names("basket", here()) if name.endswith(".so")]
    assert compiled
    assert all(f"cpython-{here().python.replace('.', '')}-" in name for name in compiled)


def test_a_bundle_has_no_documents() -> None:
    ours = [name for name in _names("basket") if name.startswith("backend/")]
    assert all(name.endswith((".py", ".pyc")) for name in ours)


def test_every_module_in_a_bundle_has_its_bytecode_which_is_used_without_a_look_at_the_source(tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle.bundle("basket", here())) as archive:
        archive.extractall(tmp_path)
    modules = [path for path in tmp_path.rglob("*.py") if path.name != "__init__.py" or path.stat().st_size]
    assert modules
    for path in modules:
        path.write_text("raise SystemExit('compiled again')")
    run = "import sys; sys.path.insert(0, sys.argv[1]); import backend.basket.domain as d; print(d.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", run, str(tmp_path)], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == str(tmp_path / "backend/basket/domain.py")


def test_without_a_python_of_lambdas_version_a_bundle_goes_without_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "interpreter", lambda version: "")
    monkeypatch.setattr("infra.bytecode.interpreter", lambda version: "")
    assert not [name for name in _names("basket") if name.endswith(".pyc")]


def test_bytecode_is_made_by_a_python_of_the_right_version_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = tmp_path / "python3.99"
    wrong.symlink_to(sys.executable)
    monkeypatch.setenv("LAMBDA_PYTHON", str(wrong))
    monkeypatch.setenv("PATH", str(tmp_path))
    interpreter.cache_clear()
    assert interpreter("3.99") == ""
    assert interpreter(here().python) == sys.executable
    interpreter.cache_clear()


def test_the_picture_library_is_in_the_bundle_of_the_service_that_decodes_and_in_no_other() -> None:
    holding = {service for service in SERVICES if any(name.startswith("PIL/") for name in _names(service))}
    assert holding == {"picture"}


def test_of_all_time_zones_only_the_shops_is_bundled_and_can_be_read_without_the_systems(tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle.bundle("basket", here())) as archive:
        archive.extractall(tmp_path)
    zones = [
        path
        for path in (tmp_path / "tzdata" / "zoneinfo").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]
    assert zones == [tmp_path / "tzdata" / "zoneinfo" / TIME_ZONE]
    code = "from backend.contracts.working_days import day_of; print(day_of('2026-11-24T23:30:00.000Z'))"
    told = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=tmp_path,
        env={"PYTHONTZPATH": "", "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "2026-11-25"


def test_the_transliteration_is_in_the_bundle_of_the_service_that_makes_categories_addresses_and_in_no_other() -> None:
    holding = {service for service in SERVICES if any(name.startswith("anyascii/") for name in _names(service))}
    assert holding == {"product"}


def test_a_bundle_is_small_enough_to_start_quickly() -> None:
    assert bundle.bundle("basket").stat().st_size < 2_000_000


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one service and one wheel."""
    for name in (
        "backend/__init__.py",
        "backend/basket/handler.py",
        "backend/shared/http.py",
        "backend/contracts/basket/models.py",
        "backend/order/repository.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    wheels = tmp_path / ".build" / "wheels"
    wheels.mkdir(parents=True)
    (wheels / "library.py").write_text("pass")
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    monkeypatch.setattr(bundle, "BUILD", tmp_path / ".build")
    monkeypatch.setattr(bundle, "unpack_wheels", lambda platform, requirements: wheels)
    monkeypatch.setattr(bundle, "_AS_WELL", ())
    monkeypatch.setattr(bundle, "REQUIREMENTS", wheels / "library.py")
    return tmp_path


def test_the_same_content_makes_the_same_file(tree: Path) -> None:
    first = bundle.bundle("basket")
    content = first.read_bytes()
    first.unlink()
    for path in (tree / "backend").rglob("*.py"):
        path.touch()
    assert bundle.bundle("basket") == first
    assert first.read_bytes() == content


@pytest.mark.parametrize(
    "name", ["backend/basket/handler.py", "backend/shared/http.py", "backend/contracts/basket/models.py"]
)
def test_a_changed_source_makes_another_bundle(tree: Path, name: str) -> None:
    before = bundle.bundle("basket")
    (tree / name).write_text("changed")
    assert bundle.bundle("basket") != before


def test_another_services_change_does_not(tree: Path) -> None:
    before = bundle.bundle("basket")
    (tree / "backend" / "order" / "store.py").write_text("changed")
    assert bundle.bundle("basket") == before


def test_the_invoices_fonts_are_bundled_with_their_licence() -> None:
    names = {str(name) for _, name in bundle._sources("invoice", bundle.ROOT)}
    assert {f"backend/invoice/fonts/Inter{part}" for part in ("-Regular.ttf", "-Bold.ttf", ".LICENSE")} <= names
