"""Who may import whom, and that each function loads from its own bundle alone."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache, partial
from pathlib import Path

import boto3
import pytest

from infra.bundle import bundle, here

ROOT = Path(__file__).parent.parent
BACKEND = ROOT / "backend"
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six.py")  # what Lambda's Python brings itself
CLOUD_OR_PAGES = {"boto3", "botocore", "requests", "django", "urllib3", "socket"}

KINDS = ("handler", "consumer", "relay", "sweeper", "webhook", "builder")
FUNCTIONS = sorted(
    (path.parent.name, path.stem)
    for name in KINDS
    for path in BACKEND.glob(f"*/{name}.py")
    if path.parent.name != "shared"
)
# the sandbox is another company's, not a service of the shop
SERVICES = sorted({folder for folder, _ in FUNCTIONS} - {"sandbox"})
PURE = ["backend.contracts", "backend.contracts.__main__", *(f"backend.{service}.domain" for service in SERVICES)]


def python(code: str, *, path: Path = ROOT, **environment: str) -> str:
    """What a fresh interpreter prints that finds modules in `path` first, and nothing of ours elsewhere."""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(path)!r})\n{code}"],
        env={"PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": "us-east-1", **environment},
        cwd=path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_import_rules_hold() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stdout + run.stderr


BROKEN = {
    "backend/gift/handler.py": "from backend.order import domain",
    "backend/shared/gift.py": "from backend.order import domain",
    "backend/contracts/gift.py": "from backend.shared import clock",
    "storefront/gift.py": "from backend.gift import handler",
    "infra/gift.py": "from backend.gift import handler",
}


@pytest.mark.parametrize("path", BROKEN)
def test_the_import_rules_hold_a_new_service_without_naming_it(tmp_path: Path, path: str) -> None:
    for package in ("backend", "infra", "storefront"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static", "templates")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "backend" / "gift").mkdir()
    for name in ("__init__", "handler"):
        (tmp_path / "backend" / "gift" / f"{name}.py").touch()
    run = partial(
        subprocess.run,
        [Path(sys.executable).parent / "lint-imports"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run().returncode == 0
    (tmp_path / path).write_text(f"{BROKEN[path]}\n")
    found = run()
    assert found.returncode != 0
    assert "gift" in found.stdout


def test_every_module_of_a_service_has_its_layer() -> None:
    """What `exhaustive` says for the storefront's apps, for containers that are not listed: a service is found."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (inside,) = (contract for contract in contracts if contract["name"].startswith("inside a service:"))
    named = re.findall(r"\((\w+)\)", " ".join(inside["layers"]))
    modules = {
        path.stem for service in (*SERVICES, "sandbox") for path in (BACKEND / service).iterdir() if _is_module(path)
    }
    assert sorted(named) == sorted(modules)


def _is_module(path: Path) -> bool:
    return (path / "__init__.py").exists() or (path.suffix == ".py" and path.stem != "__init__")


@pytest.mark.parametrize("module", PURE)
def test_rules_and_contracts_never_reach_the_cloud_or_the_pages(module: str) -> None:
    loaded = set(json.loads(python(f"import {module}, json; print(json.dumps(sorted(sys.modules)))")))
    assert loaded & CLOUD_OR_PAGES == set()


def test_the_shop_starts_without_the_cdk_which_synthesizes_in_a_process_of_its_own() -> None:
    """It takes a third of a second and keeps two Node processes, which Ctrl-C ends before Python has said goodbye to
    them."""
    loaded = json.loads(
        python(
            "import json, sys, infra.local.serve, infra.local.start, infra.local.__main__; print(json.dumps([*sys.modules]))"
        )
    )
    assert {"aws_cdk", "jsii"}.isdisjoint(loaded)


def test_every_service_of_the_contracts_has_a_folder_and_the_other_way_round() -> None:
    services = json.loads(
        python("import json; from backend.contracts.registry import SERVICES; print(json.dumps(sorted(SERVICES)))")
    )
    assert services == SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_a_handler_answers_every_operation_of_its_service_and_no_other(service: str) -> None:
    code = f"""
import importlib, importlib.util, json
from backend.contracts.registry import OPERATIONS
from backend.shared import http
seen = []
http.http_handler = lambda *routes, **named: seen.extend(route.operation for route in routes) or (lambda event, context: None)
if importlib.util.find_spec("backend.{service}.handler"):
    importlib.import_module("backend.{service}.handler")
print(json.dumps([sorted(each.name for each in seen), sorted(each.name for each in OPERATIONS if each.service == {service!r})]))
"""
    answered, promised = json.loads(python(code))
    assert answered == promised


AWS_EVENTS = {"picture": ["ObjectCreated"], "notification": ["SesEvent"]}
"""AWS's own events, no service's: S3's and SES's."""
FORMER_EVENTS = {"notification": ["OrderPlaced"], "recommendation": ["BasketCheckedOut"]}
"""Events that earlier releases delivered: a queue may hold some at an upgrade."""


@pytest.mark.parametrize("service", SERVICES)
def test_a_consumer_takes_every_event_that_its_service_consumes_and_no_other(service: str) -> None:
    code = f"""
import importlib, importlib.util, json
from backend.contracts.registry import CONSUMERS
from backend.shared import consumer
seen = []
consumer.event_consumer = lambda consumers, after_batch=None: seen.extend(consumers) or (lambda event, context: None)
if importlib.util.find_spec("backend.{service}.consumer"):
    importlib.import_module("backend.{service}.consumer")
print(json.dumps([sorted(each.__name__ for each in seen), sorted(each.__name__ for each, to in CONSUMERS.items() if {service!r} in to)]))
"""
    taken, delivered = json.loads(python(code))
    assert taken == sorted(delivered + AWS_EVENTS.get(service, []) + FORMER_EVENTS.get(service, []))


@cache
def unpack(service: str, into: Path) -> Path:
    """A service's bundle as it is deployed, for this machine; beside it what Lambda brings."""
    root = into / service
    shutil.unpack_archive(bundle(service, here()), root)
    for name in RUNTIME:
        (root / name).symlink_to(Path(boto3.__file__).parent.parent / name)
    return root


@pytest.fixture(scope="session")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bundles")


@pytest.mark.parametrize(("service", "function"), FUNCTIONS)
def test_a_function_loads_from_its_own_bundle_alone(service: str, function: str, bundles: Path) -> None:
    """As on Lambda: no site-packages, and neither another service nor a table's name at hand while it starts."""
    root = unpack(service, bundles)
    code = f"""
sys.path = [{str(root)!r}] + [path for path in sys.path[1:] if "site-packages" not in path and path != ""]
from backend.{service}.{function} import handler
assert callable(handler)
ours = [module.__file__ for name, module in sys.modules.items() if name.startswith("backend") and module.__file__]
assert all(file.startswith({str(root)!r}) for file in ours), ours
assert not [name for name in sys.modules if name.partition(".")[0] in ("django", "requests", "pydantic", "moto")]
"""
    python(code, path=root, AWS_LAMBDA_FUNCTION_NAME=function)
