"""moto without the detours that took half of the processor time of the backend's tests.

What it answers is the same.

- The key of a user pool, which is the same for all, is read and checked anew for each pool: a sixth of a second.
- A transaction copies its table once per item of the transaction, where one copy serves them all. What else items take
  is in `fast_items`, and what calls take in `fast_requests`.
- An attribute value is asked for each of DynamoDB's ten types under several spellings, where it has one.
- Each account that is set up waits for calls by `requests` at 1,300 addresses. Nothing here calls AWS by that.
- The names of all that a service answers are looked up anew for each call.
- What an event of botocore's is called nowadays is looked up anew for each client.
- botocore reads a service's description anew for each client, looks for it in 450 folders, since moto forgets the session
  that knew.
"""

from collections.abc import Callable
from contextvars import ContextVar
from copy import deepcopy
from functools import cache
from types import SimpleNamespace
from typing import Any

from botocore.hooks import EVENT_ALIASES, EventAliaser
from botocore.loaders import JSONFileLoader, Loader
from joserfc import jwk
from moto.cognitoidp import models as cognito
from moto.core import models, responses
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb import models as dynamodb
from moto.dynamodb.models.table import Table

from tests.support import fast_items, fast_requests

Copies = dict[int, Table]
_copies: ContextVar[Copies | None] = ContextVar("copies", default=None)
"""What the transaction that goes on has copied already, by the id of the original."""
_operations: ContextVar[list[dict[str, Any]]] = ContextVar("operations")
"""What the transaction that goes on does, one to an item."""

_transact = dynamodb.DynamoDBBackend.transact_write_items
_names: dict[str, str] = {}
"""What events are called nowadays, by what they were called."""
_load = JSONFileLoader.load_file
_list_services = Loader.list_available_services
_serialize_structure: Callable[..., None] = BaseJSONSerializer._serialize_type_structure


@cache
def install() -> None:
    """Speed up moto in this process."""
    cognito.jwk = SimpleNamespace(RSAKey=SimpleNamespace(import_key=lambda _: _key()))
    fast_items.install()
    fast_requests.install()
    dynamodb.copy = SimpleNamespace(deepcopy=_copy)
    dynamodb.DynamoDBBackend.transact_write_items = _transact_with_one_copy
    BaseJSONSerializer._serialize_type_structure = _serialize
    models.RESPONSES_METHODS = []
    responses.method_names_from_class = cache(responses.method_names_from_class)
    JSONFileLoader.load_file = lambda _, path: _description(path)
    Loader.list_available_services = lambda loader, type_name: _services(type_name, tuple(loader.search_paths))
    EventAliaser.__init__ = _share_names


@cache
def _key() -> jwk.RSAKey:
    return jwk.RSAKey.import_key(cognito.load_resource("cognitoidp/resources/jwks-private.json"))


@cache
def _description(path: str) -> Any:
    return _load(JSONFileLoader(), path)


@cache
def _services(type_name: str, folders: tuple[str, ...]) -> list[str]:
    return _list_services(Loader(extra_search_paths=list(folders), include_default_search_paths=False), type_name)


def _share_names(aliaser: Any, event_emitter: Any, event_aliases: Any = None) -> None:
    """Keep one list of names for all clients; none here has aliases of its own."""
    aliaser._event_aliases, aliaser._alias_name_cache = event_aliases or EVENT_ALIASES, _names
    aliaser._emitter = event_emitter


def _transact_with_one_copy(backend: Any, transact_items: list[dict[str, Any]]) -> None:
    token = _copies.set({})
    _operations.set([operation for each in transact_items for operation in each.values()])
    try:
        _transact(backend, transact_items)
    finally:
        _copies.reset(token)


def _copy(original: Any) -> Any:
    """All copies of a table are made before the transaction changes it."""
    copies = _copies.get()
    if copies is None or not isinstance(original, Table):
        return deepcopy(original)
    if id(original) not in copies:
        keys = [each.get("Key") or each["Item"] for each in _operations.get() if each["TableName"] == original.name]
        copies[id(original)] = fast_items.copy_table(original, [key[original.hash_key_attr] for key in keys])
    return copies[id(original)]


def _serialize(serializer: Any, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
    if (
        shape.name != "AttributeValue"
        or not isinstance(value, dict)
        or not key
        or not value.keys() <= shape.members.keys()
    ):
        _serialize_structure(serializer, serialized, value, shape, key)
        return
    found: dict[str, Any] = {}
    for type, content in value.items():
        if content is not None:
            serializer._serialize(found, content, shape.members[type], type)
    serializer._default_serialize(serialized, found, shape, key)
