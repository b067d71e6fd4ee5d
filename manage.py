"""Django's command line.

`runserver` without SHOP_OUTPUTS brings the whole shop up on this machine first, and takes it down after.

It needs no activated environment: any other Python goes on with that of `.venv`.
"""

import os
import sys
from contextlib import ExitStack, suppress

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
        if _answers_requests():
            with suppress(Exception):  # the command fails in the same way, and tells it
                django.setup()
                from storefront.web.preload import preload

                preload()
        try:
            execute_from_command_line(sys.argv)
        except ImproperlyConfigured as error:
            sys.exit(str(error))


def _serves_locally() -> bool:
    """Not in the process that Django's autoreloader starts and restarts: the local cloud outlives it."""
    serves = sys.argv[1:2] == ["runserver"] and "--help" not in sys.argv
    return serves and "SHOP_OUTPUTS" not in os.environ and os.environ.get("RUN_MAIN") != "true"


def _answers_requests() -> bool:
    """Whether threads of this process will answer: with the autoreloader, those of its child."""
    return sys.argv[1:2] == ["runserver"] and (os.environ.get("RUN_MAIN") == "true" or "--noreload" in sys.argv)


if __name__ == "__main__":
    main()
