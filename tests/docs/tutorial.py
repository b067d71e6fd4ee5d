"""Carry out a tutorial in a copy of the project: run its commands, apply its diffs, compare its outputs."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from os import environ
from pathlib import Path

from tests.docs.documents import ROOT

_BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]*)\")?\n(.*?)^```$", re.M | re.S)
_SET_UP = ("installed", "installed-test", "cdk", "browser")
"""What `make` must not do again: the copy has the environment of the project that runs the test."""

_MYPY_CACHE = ".mypy_cache"


@dataclass(frozen=True)
class Block:
    """A block of code. `fails`: the tutorial says that its command does."""

    language: str
    fails: bool
    text: str


class Copy:
    """A copy of the project's files as they are now, with the commands of its environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
        )
        for name in filter(None, listed.stdout.decode().split("\0")):
            if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
        (folder / ".venv").symlink_to(sys.prefix)
        if (ROOT / _MYPY_CACHE).is_dir():  # mypy compares files by their hash, so the copy need not begin without
            shutil.copytree(ROOT / _MYPY_CACHE, folder / _MYPY_CACHE, dirs_exist_ok=True)
        self.run(
            "git init -q . && git add -A && git -c user.name=t -c user.email=t@t.test -c commit.gpgsign=false commit -qm start"
        )

    def follow(self, tutorial: str) -> None:
        """Carry out a tutorial. Raises AssertionError where something goes otherwise than it says."""
        output = ""
        for block in blocks(tutorial):
            match block.language:
                case "sh":
                    done = self.run(block.text)
                    output = done.stdout + done.stderr
                    assert (done.returncode != 0) == block.fails, f"{block.text}\n{output}"
                case "diff":
                    self.apply(block.text)
                case "text":
                    assert [line for line in block.text.splitlines() if line not in output] == [], output

    def run(self, command: str, timeout: int = 240) -> subprocess.CompletedProcess[str]:
        """Run shell commands as in a terminal of the copy's own, with the environment activated.

        They may take `timeout` seconds.
        """
        own = {name: value for name, value in environ.items() if not name.startswith(("DJANGO_", "PYTEST_", "GIT_"))}
        flags = " ".join(f"--old-file={target}" for target in _SET_UP)
        env = {**own, "PATH": f"{self.folder}/.venv/bin:{environ['PATH']}", "MAKEFLAGS": flags}
        return subprocess.run(
            ["bash", "-ec", command],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def apply(self, diff: str) -> None:
        """Change or make a file. Raises AssertionError where the text to change is not there, or more than once."""
        head, *hunks = re.split(r"^@@.*\n", diff, flags=re.M)
        path = self.folder / re.findall(r"^\+\+\+ b/(.+)$", head, re.M)[0]
        assert path.exists() == ("--- /dev/null" not in head), f"{path} is there, or is not"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for hunk in hunks:
            lines = hunk.splitlines(keepends=True)
            before, after = ("".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +"))
            assert not text or text.count(before) == 1, f"{path} does not hold this once:\n{before}"
            text = text.replace(before, after) if text else after
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def blocks(tutorial: str) -> Iterator[Block]:
    """Yield the blocks of code of a tutorial, in order."""
    for language, title, text in _BLOCK.findall(tutorial):
        yield Block(language, title == "This fails", text)
