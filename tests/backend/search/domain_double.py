"""A small OpenSearch: the part of its HTTP API that the adapter speaks, answered by the rules of its documentation, on
a port of its own.

It knows the queries, aggregations and versions that `dsl` asks for, and refuses all else with a 400, as OpenSearch
does. It scores by how many words match, boosted by field: relevance is not what stands on it. Texts are split at spaces
alone, as the mapping asks.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

JSON = dict[str, Any]


class NotKnown(Exception):
    """Raised for what this double does not know; answered with a 400."""


class Domain:
    """Indexes, aliases, and every request it got: method, path and headers."""

    def __init__(self) -> None:
        self.indexes: dict[str, dict[str, tuple[int, JSON | None]]] = {}
        self.known: set[str] = set()
        self.aliases: dict[str, str] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, JSON]:
        path, _, query = path.partition("?")
        parts = path.strip("/").split("/")
        match (method, *parts):
            case ("PUT", "_cluster", "settings"):
                return 200, {"acknowledged": True}
            case ("GET", "_alias", alias):
                return (
                    (200, {self.aliases[alias]: {}})
                    if alias in self.aliases
                    else (404, {"error": "alias missing", "status": 404})
                )
            case ("POST", "_aliases"):
                return self._move(json.loads(body)["actions"])
            case ("PUT", index):
                mappings = json.loads(body)["mappings"]
                assert mappings["dynamic"] == "strict"
                assert mappings["properties"]["offers"]["type"] == "nested"
                self.indexes[index] = {}
                self.known = set(mappings["properties"])
                return 200, {"acknowledged": True}
            case ("DELETE", index):
                return (
                    (200, {})
                    if self.indexes.pop(index, None) is not None
                    else (404, _error("index_not_found_exception"))
                )
            case ("POST", index, "_bulk"):
                return 200, self._bulk(
                    index, [json.loads(line) for line in body.splitlines()], required="require_alias=true" in query
                )
            case ("POST", alias, "_search"):
                if alias not in self.aliases:
                    return 404, _error("index_not_found_exception")
                return 200, self._search(json.loads(body))
        raise NotKnown(path)

    def _move(self, actions: list[JSON]) -> tuple[int, JSON]:
        for action in actions:
            ((kind, what),) = action.items()
            if kind == "remove":
                assert self.aliases.pop(what["alias"]) == what["index"]
            else:
                self.aliases[what["alias"]] = what["index"]
        return 200, {"acknowledged": True}

    def _bulk(self, name: str, lines: list[JSON], required: bool) -> JSON:
        index, items = self.indexes.get(self.aliases.get(name, "" if required else name)), []
        while lines:
            ((kind, meta),) = lines.pop(0).items()
            document = lines.pop(0) if kind == "index" else None
            assert not document or set(document) <= self.known
            assert meta["version_type"] == "external_gte"
            if index is None:
                items.append({kind: {"status": 404, **_error("index_not_found_exception")}})
            elif index.get(meta["_id"], (0, None))[0] > meta["version"]:
                items.append({kind: {"status": 409, **_error("version_conflict_engine_exception")}})
            else:
                index[meta["_id"]] = meta["version"], document
                items.append({kind: {"status": 200}})
        return {"items": items}

    def _search(self, body: JSON) -> JSON:
        unknown = set(body) - {
            "from",
            "size",
            "track_total_hits",
            "_source",
            "sort",
            "query",
            "post_filter",
            "aggs",
            "suggest",
        }
        if unknown:
            raise NotKnown(unknown)
        (alias,) = self.aliases
        documents = [each for _, each in self.indexes[self.aliases[alias]].values() if each]
        scored = [
            (each, score) for each in documents if (score := _score(body.get("query", {"match_all": {}}), each)) > 0
        ]
        kept = [
            (each, score)
            for each, score in scored
            if "post_filter" not in body or _score(body["post_filter"], each) > 0
        ]
        for order in reversed(body.get("sort", [{"_score": "desc"}])):
            ((field, way),) = order.items()
            kept.sort(
                key=lambda pair: _sorted_by(field, way, *pair),
                reverse=(way if isinstance(way, str) else way["order"]) == "desc",
            )
        shown = kept[body.get("from", 0) :][: body["size"]]
        matched = [each for each, _ in scored]
        return {
            "hits": {
                "total": {"value": len(kept)},
                "hits": [{"_source": {"document": each["document"]}} for each, _ in shown],
            },
            "aggregations": {name: _aggregate(each, matched, documents) for name, each in body.get("aggs", {}).items()},
            "suggest": {"near": _near(body["suggest"], documents)} if "suggest" in body else {},
        }


def _error(type: str) -> JSON:
    return {"error": {"type": type}}


def _score(query: JSON, document: JSON) -> float:
    ((kind, what),) = query.items()
    match kind:
        case "match_all":
            return 1.0
        case "bool":
            must = [_score(each, document) for each in [*what.get("must", ()), *what.get("filter", ())]]
            should = [_score(each, document) for each in what.get("should", ())]
            if any(_score(each, document) for each in what.get("must_not", ())):
                return 0.0
            if not all(must) or sum(map(bool, should)) < what.get("minimum_should_match", 0):
                return 0.0
            return sum([1.0, *[_score(each, document) for each in what.get("must", ())], *should])
        case "terms":
            ((field, values),) = what.items()
            return float(bool(set(values) & set(document[field])))
        case "term":
            ((field, value),) = what.items()
            if isinstance(value, dict):
                return float(value["boost"] * (document[field] == value["value"]))
            return float(value in document[field] if isinstance(document[field], list) else document[field] == value)
        case "range":
            ((field, bounds),) = what.items()
            return float(bounds.get("gte", 0) <= document[field] <= bounds.get("lte", 10**12))
        case "wildcard":
            ((field, pattern),) = what.items()
            return float(fnmatchcase(document[field], pattern["value"]))
        case "nested":
            return float(any(_score(what["query"], each) for each in _nested_documents(what["path"], document)))
        case "multi_match":
            return _anywhere(what, document)
    raise NotKnown(kind)


def _nested_documents(path: str, document: JSON) -> list[JSON]:
    """Its nested documents, by the whole names of their fields; each knows the one it is part of."""
    return [{f"{path}.{name}": value for name, value in each.items()} | {"": document} for each in document[path]]


def _sorted_by(field: str, way: str | JSON, document: JSON, score: float) -> Any:
    if isinstance(way, str):
        return score if field == "_score" else document[field]
    assert way["mode"] == "min"
    nested = way["nested"]
    return min(each[field] for each in _nested_documents(nested["path"], document) if _score(nested["filter"], each))


def _anywhere(what: JSON, document: JSON) -> float:
    boosts = {field.partition("^")[0]: float(field.partition("^")[2] or 1) for field in what["fields"]}
    asked, score = what["query"].split(), 0.0
    for place, word in enumerate(asked):
        starts = what["type"] == "bool_prefix" and place == len(asked) - 1
        fits = [
            boost
            for field, boost in boosts.items()
            if any(each == word or (starts and each.startswith(word)) for each in document[field].split())
        ]
        if not fits:
            return 0.0
        score += max(fits)
    return score * what.get("boost", 1.0) if asked else 0.0


def _aggregate(asked: JSON, documents: list[JSON], every: Sequence[JSON] = ()) -> JSON:
    """`every` are the documents that a global aggregation is over, which stands at the top alone."""
    if asked.get("global") == {}:
        return {
            "doc_count": len(every),
            **{name: _aggregate(each, list(every)) for name, each in asked["aggs"].items()},
        }
    if "nested" in asked:
        inner = [nested for each in documents for nested in _nested_documents(asked["nested"]["path"], each)]
        return {"doc_count": len(inner), **{name: _aggregate(each, inner) for name, each in asked["aggs"].items()}}
    if "reverse_nested" in asked:
        return {"doc_count": len({each[""]["id"] for each in documents})}
    if "filter" in asked:
        kept = [each for each in documents if _score(asked["filter"], each) > 0]
        return {
            "doc_count": len(kept),
            **{name: _aggregate(each, kept) for name, each in asked.get("aggs", {}).items()},
        }
    below = asked.get("aggs", {})
    ((kind, what),) = ((name, each) for name, each in asked.items() if name != "aggs")
    values = [
        value
        for each in documents
        for value in (each[what["field"]] if isinstance(each[what["field"]], list) else [each[what["field"]]])
    ]
    if kind == "terms":
        counts = Counter(values).most_common(what["size"])
        having = {key: [each for each in documents if key in each[what["field"]]] for key, _ in counts} if below else {}
        return {
            "buckets": [
                {
                    "key": key,
                    "doc_count": count,
                    **{name: _aggregate(each, having[key]) for name, each in below.items()},
                }
                for key, count in counts
            ]
        }
    return {"value": float({"min": min, "max": max}[kind](values)) if values else None}


def _near(asked: JSON, documents: list[JSON]) -> list[JSON]:
    known = Counter(word for each in documents for word in each["plain"].split())
    parts = []
    for found in re.finditer(r"\w+", asked["text"]):
        word = found.group().lower()
        near = (
            [each for each in known if each != word and _edits(each, word) <= asked["near"]["term"]["max_edits"]]
            if word not in known
            else []
        )
        options = [{"text": each, "score": 1 - _edits(each, word) / len(word), "freq": known[each]} for each in near]
        parts.append(
            {
                "text": word,
                "offset": found.start(),
                "length": len(word),
                "options": sorted(options, key=lambda option: -option["score"]),
            }
        )
    return parts


def _edits(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def serve(domain: Domain) -> ThreadingHTTPServer:
    """The domain behind a port of this machine, until it is shut down."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            domain.requests.append(
                (self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
            )
            try:
                status, reply = domain.answer(self.command, self.path, body)
            except NotKnown as error:
                status, reply = 400, {"error": {"type": "parsing_exception", "reason": repr(error)}}
            content = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, *arguments: Any) -> None:
            """Nothing is told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
