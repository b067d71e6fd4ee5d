"""Plant a bug while Python imports the code: the module's tree is changed before it is compiled, and no file is."""

import sys
from importlib.machinery import SourceFileLoader
from typing import Any

from tests.support.mutation.mutant import Mutant


def plant(mutant: Mutant) -> None:
    """Have the mutant's module imported with the bug.

    Raises RuntimeError if it is already imported, and `Mismatch` if the bug does not match the code.
    """
    if mutant.module in sys.modules:
        raise RuntimeError(f"{mutant.module} is imported already: “{mutant.name}” would not be in it")
    mutant.mutate(mutant.source())
    real = SourceFileLoader.get_code

    def get_code(loader: Any, fullname: str) -> Any:
        if fullname != mutant.module:
            return real(loader, fullname)
        tree = mutant.mutate(loader.get_source(fullname))
        return compile(tree, loader.get_filename(fullname), "exec", dont_inherit=True)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
