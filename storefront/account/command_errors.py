"""The errors that a management command may meet on its way to the staff API, each in one line."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from backend.contracts.problem import Problem
from storefront.account.cli_login import NotSignedIn
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.clients.problems import describe


@contextmanager
def command_errors(when_down: str) -> Iterator[None]:
    """Turn such errors into a CommandError. `when_down` describes the situation if a service does not answer, or the
    sign-in ends."""
    try:
        yield
    except (OutputsMissing, NotSignedIn) as error:
        raise CommandError(str(error)) from None
    except api.Refusal as refusal:
        raise CommandError(_describe_refusal(refusal.problem, when_down)) from None
    except api.Unavailable as error:
        raise CommandError(f"The {error} service does not answer. {when_down}") from None


def _describe_refusal(problem: Problem, when_down: str) -> str:
    if problem.status == 401:
        return f"The sign-in is over (where SHOP_TOKEN is set, that token has expired): sign in again. {when_down}"
    if problem.status == 403:
        return f"{describe(problem)} – whoever is signed in may not do this. {when_down}"
    return describe(problem)
