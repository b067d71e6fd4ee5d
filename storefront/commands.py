"""What a management command meets on its way to the staff API, told in one line."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from storefront import api
from storefront.account.terminal import NotSignedIn
from storefront.imports.put import reason
from storefront.outputs import Missing


@contextmanager
def told(when_down: str) -> Iterator[None]:
    """Makes a CommandError of what goes wrong; `when_down` says how things stand when a service does not answer."""
    try:
        yield
    except (Missing, NotSignedIn) as error:
        raise CommandError(str(error)) from None
    except api.Refusal as refusal:
        raise CommandError(reason(refusal.problem)) from None
    except api.Unavailable as error:
        raise CommandError(f"The {error} service does not answer. {when_down}") from None
