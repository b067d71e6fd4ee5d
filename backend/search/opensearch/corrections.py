"""Words that misspelt ones of a query may stand for, as OpenSearch suggests them. No I/O."""

from collections.abc import Collection

from backend.search.opensearch.reply import Reply


def corrections(reply: Reply) -> list[str]:
    """Return all words that misspelt ones of the query may stand for."""
    options = (option for part in reply.get("suggest", {}).get("near", ()) for option in part["options"])
    return sorted({option["text"] for option in options})


def with_corrections(reply: Reply, own: Collection[str]) -> Reply:
    """Return the reply with these words alone in the place of each misspelt one that may stand for any of them."""
    near = reply.get("suggest", {}).get("near", [])
    better = ([each for each in part["options"] if each["text"] in own] or part["options"] for part in near)
    return {**reply, "suggest": {"near": [{**part, "options": each} for part, each in zip(near, better, strict=True)]}}
