"""The synonyms that staff maintain: one item, `pk=SYNONYMS sk=SYNONYMS`, written together with its log entry."""

from botocore.exceptions import ClientError

from backend.contracts.problem import Refused
from backend.contracts.search.models import SetSynonyms, Synonyms
from backend.search.changelog import changelog
from backend.search.domain import Entry
from backend.shared import compression, dynamodb
from backend.shared.aws import client
from backend.shared.clock import now
from backend.shared.versions import put_if_unchanged

_KEY: dynamodb.Item = {"pk": {"S": "SYNONYMS"}, "sk": {"S": "SYNONYMS"}}


def get() -> Synonyms:
    """Return the synonyms; none at first."""
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_KEY, ConsistentRead=True).get("Item")
    return compression.decode(bytes(item["synonyms"]["B"]), Synonyms) if item else Synonyms(groups=(), version=0)


def put(body: SetSynonyms) -> Synonyms:
    """Replace the synonyms.

    Raise Refused 409 with the present version if `body.version` is another; repeats are fine.
    """
    new = Synonyms(groups=body.groups, version=body.version + 1)
    item = _KEY | dynamodb.to_item({"synonyms": compression.compress(new), "version": new.version})
    try:
        changelog.append(
            lambda: Entry(at=now(), synonyms=new.groups),
            [{"Put": put_if_unchanged(item, body.version)}],
        )
    except ClientError as error:
        if not dynamodb.condition_failed(error):
            raise
        return _resolve_conflict(new)
    return new


def _resolve_conflict(new: Synonyms) -> Synonyms:
    """Return the synonyms if the conflicting write was our own, whose answer was lost; else raise Refused."""
    if (present := get()) != new:
        raise Refused(409, "stale-version", "The synonyms have changed since you saw them", version=present.version)
    return present
