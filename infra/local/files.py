"""Files of the kept state."""

import os
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Replace the file at once, so that a crash leaves it whole, and apart from the generation that may share it."""
    new_file = path.with_suffix(".new")
    new_file.write_bytes(content)
    os.replace(new_file, path)
