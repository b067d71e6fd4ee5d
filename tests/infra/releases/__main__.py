"""Writes down the templates of an assembly as those of a release."""

import sys
from pathlib import Path

from tests.infra.releases import write

write(sys.argv[1], Path(sys.argv[2]))
