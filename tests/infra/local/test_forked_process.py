"""Functions' processes are forked from a Python that has imported their libraries, and are like ones started cold."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from backend.contracts.product.operations import LIST_CATEGORIES
from backend.contracts.search.operations import SEARCH
from infra.local import forked_process
from infra.local.forked_process import ForkedProcess
from tests.cloud import ShopCloud, command_line
from tests.integration.api import Api

SCRIPT = """
import json, os, random, sys, time
mine = [name for name in sys.modules if name.partition(".")[0] in ("backend", "infra", "ministack")]
print(json.dumps({
    "cwd": os.getcwd(), "environment": dict(os.environ), "argv": sys.argv, "main": __name__, "mine": mine,
    "zone": time.tzname[0], "random": random.random(), "warm": "botocore.session" in sys.modules,
    "open": len(os.listdir("/proc/self/fd")), "path": sys.path[0],
}))
print("a log line", file=sys.stderr)
sys.stdout.flush()
print(sys.stdin.readline().upper())
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")


@pytest.fixture(autouse=True)
def _servers() -> Iterator[None]:
    """The servers of a test are not the next one's."""
    forked_process._servers.clear()
    yield
    forked_process._servers.clear()


def _start(folder: Path, **env: str) -> "subprocess.Popen[str] | ForkedProcess":
    (code := folder / "code").mkdir(exist_ok=True)
    (folder / "_worker.py").write_text(SCRIPT)
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    command = [sys.executable, str(folder / "_worker.py")]
    return forked_process._start(command, cwd=str(code), env={"NAME": "ä", **env}, text=True, bufsize=1, **pipes)


def _read(process: "subprocess.Popen[str] | ForkedProcess") -> dict[str, object]:
    assert process.stdout
    assert process.stdin
    found = json.loads(process.stdout.readline())
    process.stdin.write("go on\n")
    process.stdin.flush()
    assert process.stdout.readline() == "GO ON\n"
    assert process.stderr
    assert process.stderr.readline() == "a log line\n"
    assert process.wait(60) == 0
    return dict(found)


def test_a_killed_server_keeps_no_function_from_starting_and_the_one_after_is_warm_again(tmp_path: Path) -> None:
    first = _start(tmp_path)
    server = psutil.Process(psutil.Process(first.pid).ppid())
    server.kill()
    server.wait(60)
    cold, warm = _read(_start(tmp_path)), _read(_start(tmp_path))
    assert (cold["warm"], warm["warm"]) == (False, True)


@pytest.mark.parametrize(
    ("files", "env"),
    [
        (["boto3/__init__.py"], {}),
        (["six.py"], {}),
        (["queue.py"], {}),
        (["msgspec/__init__.py"], {}),
        ([], {"PYTHONPATH": "/elsewhere"}),
        ([], {"LD_PRELOAD": ""}),
        ([], {"_LAMBDA_LAYERS_DIRS": "/layer"}),
    ],
    ids=[
        "own boto3",
        "own part of boto3",
        "named like Python's own",
        "no version",
        "PYTHONPATH",
        "LD_PRELOAD",
        "layers",
    ],
)
def test_what_could_differ_from_a_cold_start_is_started_cold(
    tmp_path: Path, files: list[str], env: dict[str, str]
) -> None:
    for name in files:
        (path := tmp_path / "code" / name).parent.mkdir(parents=True)
        path.touch()
    assert not _read(_start(tmp_path, **env))["warm"]


def test_bundles_with_other_versions_have_servers_of_their_own(tmp_path: Path) -> None:
    for name, version in (("a", "1.0"), ("b", "1.1"), ("c", "1.1")):
        folder = tmp_path / name
        (code := folder / "code" / "msgspec").mkdir(parents=True)
        (code / "__init__.py").touch()
        (info := folder / "code" / f"msgspec-{version}.dist-info").mkdir()
        (info / "RECORD").write_text(f"msgspec/__init__.py,sha256={version}")
        assert _read(_start(folder))["warm"]
    assert len(forked_process._servers) == 2


LATE = """
import json, sys
import msgspec
print(json.dumps({"warm": "botocore.session" in sys.modules, "late": __import__("msgspec.late").late.__file__}))
print("a log line", file=sys.stderr)
sys.stdout.flush()
print(sys.stdin.readline().upper())
"""


def test_what_is_imported_late_is_of_the_functions_own_bundle_for_another_may_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (code := tmp_path / name / "code" / "msgspec").mkdir(parents=True)
        for part in ("__init__", "inspect", "json", "late"):
            (code / f"{part}.py").touch()
        (info := tmp_path / name / "code" / "msgspec-1.0.dist-info").mkdir()
        (info / "RECORD").write_text("msgspec/__init__.py,sha256=1.0")
    assert _read(_start(tmp_path / "a"))["warm"]
    shutil.rmtree(tmp_path / "a")
    monkeypatch.setattr(sys.modules[__name__], "SCRIPT", LATE)
    assert _read(_start(tmp_path / "b")) == {"warm": True, "late": str(tmp_path / "b" / "code/msgspec/late.py")}


def test_a_forked_process_has_its_own_settings_folder_pipes_and_chance_and_nothing_of_the_shops(tmp_path: Path) -> None:
    one, other = (_read(_start(tmp_path, TZ="Asia/Tokyo")) for _ in range(2))
    assert one.pop("random") != other.pop("random")
    assert one == other
    assert one == {
        "cwd": str(tmp_path / "code"),
        "environment": {"NAME": "ä", "TZ": "Asia/Tokyo"},
        "argv": [str(tmp_path / "_worker.py")],
        "main": "__main__",
        "mine": [],
        "zone": "JST",
        "warm": True,
        "open": 4,  # its three pipes, and the folder that it lists
        "path": str(tmp_path),
    }


def test_a_forked_process_is_shown_ended_and_forgotten_like_one_that_was_started(tmp_path: Path) -> None:
    process = _start(tmp_path)
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0)
    assert process.stdout
    process.stdout.readline()
    assert command_line(psutil.Process(process.pid))[:2] == [sys.executable, str(tmp_path / "_worker.py")]
    process.terminate()
    assert process.wait(60) == 0
    assert process.poll() == 0
    with suppress(psutil.NoSuchProcess):
        psutil.Process(process.pid).wait(60)  # one that nobody has forgotten would still be there
    process.kill()


def test_the_functions_of_a_running_shop_are_forked_from_one_server(cloud: ShopCloud) -> None:
    assert Api(cloud)(LIST_CATEGORIES).ok
    assert Api(cloud)(SEARCH).ok
    functions = [*cloud.functions("ProductHandler"), *cloud.functions("SearchHandler")]
    [server] = {each.ppid() for each in functions}
    assert psutil.Process(server).ppid() == cloud.cloud.pid
