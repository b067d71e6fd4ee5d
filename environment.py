"""Finds the project's own Python, so that `python manage.py …` and `python -m infra.local …` work without an activated
environment.

Only the standard library, in the words of old Pythons too: whichever `python` is first in PATH runs it.
"""

import os
import sys
from importlib.util import find_spec

PYTHON = os.path.join(os.path.dirname(os.path.abspath(__file__)), ".venv", "bin", "python")
NEEDED = "msgspec"
"""A package that the environment has, and hardly any other."""
TRIED = "HALFTONE_PYTHON"
"""Set for the Python of `.venv`, so that one that lacks the packages is not started again and again."""


def use():
    # type: () -> None
    """Goes on with the Python of `.venv` unless this one has the packages. Ends in one line where that cannot be."""
    if find_spec(NEEDED):
        return
    if not os.path.exists(PYTHON) or os.environ.get(TRIED) == PYTHON:
        sys.exit("The shop is not set up yet: `make run` sets it up and starts it, `make installed` only sets it up.")
    if not hasattr(sys, "orig_argv"):
        sys.exit("Python %d.%d is too old for this command; the shop's own is %s" % (sys.version_info[:2] + (PYTHON,)))
    os.environ[TRIED] = PYTHON
    os.execv(PYTHON, [PYTHON] + sys.orig_argv[1:])
