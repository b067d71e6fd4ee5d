"""Django's command line.

`runserver` without SHOP_OUTPUTS brings the whole shop up on this machine first, and takes it down after.

It needs no activated environment: any other Python goes on with that of `.venv`.
"""

import os
import sys
from contextlib import ExitStack

import environment


def main() -> None:
    environment.use()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    with ExitStack() as until_the_end:
        if _serves_locally():
            from infra.local.serve import shop

            until_the_end.enter_context(shop(sys.argv[2:], meanwhile=django.setup))
        try:
            execute_from_command_line(sys.argv)
        except ImproperlyConfigured as error:
            sys.exit(str(error))


def _serves_locally() -> bool:
    """Not in the process that Django's autoreloader starts and restarts: the local cloud outlives it."""
    serves = sys.argv[1:2] == ["runserver"] and "--help" not in sys.argv
    return serves and "SHOP_OUTPUTS" not in os.environ and os.environ.get("RUN_MAIN") != "true"


if __name__ == "__main__":
    main()
