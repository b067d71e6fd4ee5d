"""Why something about a basket did not go, in words for shoppers."""

from backend.contracts.problem import Problem

DOWN = "Your basket does not answer just now. Nothing is lost; please try again in a moment."
REFUSED = {
    "not-found": "This is no longer to be had.",
    "unknown-sku": "This is no longer to be had.",
    "withdrawn": "Something in your basket is no longer to be had. Take it out, and the rest can be ordered.",
    "empty": "There is nothing in your basket to order.",
    "empty-basket": "There is nothing in your basket to order.",
}


def refused(problem: Problem) -> str:
    """The reason of ours for this type of problem, else the service's own."""
    return REFUSED.get(problem.type) or " ".join(filter(None, (f"{problem.title.rstrip('.')}.", problem.detail)))
