"""A service's problem document in words, for commands and staff."""

from backend.contracts.problem import Problem


def describe(problem: Problem) -> str:
    """Return a refusal in one line: what is wrong, with which field."""
    fields = "; ".join(f"{error.field}: {error.message}" for error in problem.errors)
    return " – ".join(part for part in (problem.title, problem.detail, fields) if part)
