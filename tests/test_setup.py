"""What a newcomer meets first: make, and the project's commands with whatever Python is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ("sh", "bash", "make", "sed", "grep", "cat", "cp", "rm", "cmp", "env", "dirname", "printf")
SHIM = """#!/bin/sh
case "$*" in
  {refuses}) exit 1 ;;
esac
exec {python} "$@"
"""


class Machine:
    """A machine with only the tools that make and the scripts need, and a copy of what sets the project up.

    No network.
    """

    def __init__(self, folder: Path) -> None:
        self.bin, self.clone = folder / "bin", folder / "clone"
        for each in (self.bin, self.clone):
            each.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        for name in ("Makefile", "environment.py", "manage.py"):
            shutil.copy(ROOT / name, self.clone)
        for name in ("requirements", "infra", "backend"):
            shutil.copytree(ROOT / name, self.clone / name, ignore=shutil.ignore_patterns("__pycache__"))

    def python(self, name: str, refuses: str = "nothing") -> None:
        """A Python by this name that knows nothing of what it refuses, such as its pip."""
        path = self.bin / name
        path.write_text(SHIM.format(refuses=refuses, python=sys._base_executable))  # type: ignore[attr-defined]
        path.chmod(0o755)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        nowhere = "http://127.0.0.1:9"
        environment = {
            "PATH": str(self.bin),
            "HOME": str(self.clone),
            "PIP_INDEX_URL": nowhere,
            "PIP_RETRIES": "0",
            "UV_OFFLINE": "1",
        }
        return subprocess.run(
            command, cwd=self.clone, env=environment, capture_output=True, text=True, timeout=120, check=False
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


NO_PIP = "'-m pip'*"
NO_WAY = "'-m pip'*|*ensurepip*"


def test_a_missing_python_is_reported_in_one_line(machine: Machine) -> None:
    machine.python("python3", "*version_info*")
    done = machine.run("make", "installed")
    assert done.stderr.splitlines()[0].startswith("Python 3.11 or newer is needed, and none was found.")


def test_a_python_without_any_way_to_install_is_passed_over_for_the_next(machine: Machine) -> None:
    machine.python("python3", NO_WAY)
    machine.python("python3.12")
    done = machine.run("make", "installed")
    assert "making .venv" in done.stdout
    assert "uv could not be installed" in done.stderr  # there is no network; the pip of the second one was asked


def test_a_python_without_pip_uses_the_one_it_brings_for_environments(machine: Machine) -> None:
    machine.python("python3", NO_PIP)
    done = machine.run("make", "installed")
    assert (machine.clone / ".venv" / "bin" / "pip3").exists()
    assert "uv could not be installed" in done.stderr


def test_a_uv_that_is_there_is_used_where_no_python_has_a_pip(machine: Machine) -> None:
    machine.python("python3", NO_WAY)
    uv = machine.bin / "uv"
    uv.write_text('#!/bin/sh\necho "asked: $*" >&2\nexit 1\n')
    uv.chmod(0o755)
    assert "asked: pip install --quiet --python .venv/bin/python" in machine.run("make", "installed").stderr


def test_no_way_at_all_names_what_to_install(machine: Machine) -> None:
    machine.python("python3", NO_WAY)
    done = machine.run("make", "installed")
    assert "has no pip and makes no environments" in done.stderr
    assert not (machine.clone / ".venv").exists()


@pytest.mark.parametrize("command", ["manage.py check", "-m infra.local status", "-m backend.contracts openapi"])
def test_before_the_setup_a_command_says_one_line(machine: Machine, command: str) -> None:
    machine.python("python3")
    done = machine.run("python3", "-S", *command.split())
    assert done.returncode != 0
    assert (
        done.stderr
        == "The shop is not set up yet: `make run` sets it up and starts it, `make installed` only sets it up.\n"
    )


@pytest.mark.parametrize("command", ["manage.py check", "-m backend.contracts asyncapi", "-m bench --help"])
def test_commands_find_the_environment_without_it_being_activated(command: str) -> None:
    bare = subprocess.run(
        [sys._base_executable, *command.split()],  # type: ignore[attr-defined]
        cwd=ROOT, env={"PATH": "/usr/bin:/bin", "HOME": str(ROOT)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert bare.returncode == 0, bare.stderr


def test_make_help_lists_every_target_that_says_what_it_does() -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    targets = re.findall(r"^([a-z-]+):.*?## ", (ROOT / "Makefile").read_text(), re.M)
    assert [line.split()[0] for line in said.splitlines()] == targets
    assert {"run", "test", "check", "fix", "deploy", "clean"} <= set(targets)


def test_make_check_runs_every_tool_though_the_first_finds_something(tmp_path: Path) -> None:
    for tool in ("ruff", "mypy", "lint-imports", "djlint", "python"):
        shim = tmp_path / tool
        shim.write_text(f'#!/bin/sh\necho "ran {tool} $*"\n[ {tool} != ruff ]\n')
        shim.chmod(0o755)
    command = ["make", "--old-file=installed-test", "check", f"PATH={tmp_path}:{os.environ['PATH']}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode != 0
    ran = [line.removeprefix("ran ") for line in done.stdout.splitlines() if line.startswith("ran ")]
    assert [line.split()[0] for line in ran[:5]] == ["ruff", "ruff", "mypy", "lint-imports", "djlint"]
    assert ran[5:] == ["python -m infra.lint", "python -m tests.readability"]
    assert "These failed:\n  ruff check .\n  ruff format --check ." in done.stdout
