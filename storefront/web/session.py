"""Django's sessions in the stack's table, one item each.

A save writes only the entries that changed, so two simultaneous requests of one session do not undo each other's
changes. No save touches anything else in the item (`beside`: a shopper's tokens).
"""

import json
import time

from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, SessionBase, UpdateError
from django.utils.crypto import get_random_string

from storefront.web.session_table import Changed, Item, Value, call, read

_OWN = {"pk", "contents", "expires"}


class SessionStore(SessionBase):
    """A session; `beside` is what its item held besides the entries when it was loaded, and goes along when its key
    changes."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.beside: Item = {}
        self._kept: dict[str, str] = {}

    def load(self) -> dict[str, object]:
        item = read(self.session_key) if self.session_key else None
        if item is None:
            self._session_key = None
            return {}
        self.beside = {name: value for name, value in item.items() if name not in _OWN}
        self._kept = {name: value["S"] for name, value in item["contents"]["M"].items()}
        return {name: json.loads(text) for name, text in self._kept.items()}

    def exists(self, session_key: str) -> bool:
        return read(session_key) is not None

    def create(self) -> None:
        """Store the entries under a new key."""
        self._session_key = get_random_string(32, VALID_KEY_CHARS)
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        texts = {
            name: json.dumps(value)
            for name, value in self._get_session(no_load=must_create).items()  # type: ignore[attr-defined]
        }
        if must_create:
            self._insert(texts)
        elif texts != self._kept:
            self._update(texts)
        self._kept = texts
        return None

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            call("delete_item", key)

    def flush(self) -> None:
        super().flush()
        self.beside, self._kept = {}, {}

    def take(self, name: str) -> object:
        """Remove an entry and return it, once: of several requests that try, one gets it and the others get None."""
        if name not in self:
            return None
        try:
            call(
                "update_item",
                str(self.session_key),
                UpdateExpression="REMOVE contents.#name",
                ConditionExpression="attribute_exists(contents.#name)",
                ExpressionAttributeNames={"#name": name},
            )
        except Changed:
            return None
        self._kept.pop(name, None)
        return self.pop(name)

    @classmethod
    def clear_expired(cls) -> None:
        """Do nothing: DynamoDB's TTL deletes expired sessions."""

    def _expires(self) -> Value:
        return {"N": str(int(time.time()) + int(self.get_expiry_age()))}

    def _insert(self, texts: dict[str, str]) -> None:
        item: Item = {
            **self.beside,
            "expires": self._expires(),
            "contents": {"M": {name: {"S": text} for name, text in texts.items()}},
        }
        try:
            call("put_item", str(self.session_key), Item=item, ConditionExpression="attribute_not_exists(pk)")
        except Changed:
            raise CreateError from None

    def _update(self, texts: dict[str, str]) -> None:
        changed_names = [name for name, text in texts.items() if self._kept.get(name) != text]
        gone_names = [name for name in self._kept if name not in texts]
        names = {f"#n{index}": name for index, name in enumerate(changed_names + gone_names)}
        sets = ["expires = :expires", *(f"contents.#n{index} = :v{index}" for index in range(len(changed_names)))]
        removes = [f"contents.#n{index}" for index in range(len(changed_names), len(names))]
        try:
            call(
                "update_item",
                str(self.session_key),
                UpdateExpression="SET " + ", ".join(sets) + (" REMOVE " + ", ".join(removes) if removes else ""),
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={
                    ":expires": self._expires(),
                    **{f":v{index}": {"S": texts[name]} for index, name in enumerate(changed_names)},
                },
            )
        except Changed:
            raise UpdateError from None
