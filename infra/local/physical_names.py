"""Has resources keep their physical names when the stack that they are in is another one now.

CloudFormation remembers them; MiniStack works them out from the stack's name each time, and would make a new table in
the place of one that came from another stack. `infra/local/split_stack.py` notes in a stack's record which stack its
resources are named after. Loaded by its path in MiniStack's own process (`infra/local/ministack_patches.py`).
"""

from ministack.services.cloudformation import _stacks, provisioners

NAMED_AFTER = "_named_after"
_physical_name = provisioners._physical_name


def install() -> None:
    """Has MiniStack name resources by this module."""
    provisioners._physical_name = _name


def _name(stack_name: str, *given: object, **named: object) -> str:
    record = _stacks.get(stack_name) or {}
    return str(_physical_name(record.get(NAMED_AFTER, stack_name), *given, **named))
