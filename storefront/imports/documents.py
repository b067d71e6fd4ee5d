"""Lists of objects in JSON and YAML, entry by entry with its line.

All scalars stay text, so that no price is rounded.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

import yaml

from storefront.imports.entry import NotReadable

MAX_BYTES = 64_000_000
"""Characters of a document, which is read as a whole."""
_DEEPEST = 40
_HALF = re.compile("[\ud800-\udfff]")
_PLAIN = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Entries = Iterator[tuple[int, dict[str, object]]]


def whole(lines: Iterable[str]) -> str:
    """Return the document's text."""
    chunks: list[str] = []
    size = 0
    for line in lines:
        size += len(line)
        if size > MAX_BYTES:
            raise NotReadable(
                f"line {len(chunks) + 1}: a JSON or YAML catalogue may have {MAX_BYTES // 1_000_000} MB; "
                "use CSV beyond that"
            )
        chunks.append(line)
    return "".join(chunks)


def from_json(lines: Iterable[str]) -> Entries:
    """Yield the objects of a JSON list. Raises NotReadable."""
    text = whole(lines)
    at = text.find("[") + 1
    line = 1 + text.count("\n", 0, at)
    while True:
        skipped = _past(text, at)
        line, at = line + text.count("\n", at, skipped), skipped
        if text[at : at + 1] == "]" and not text[at + 1 :].strip():
            return
        try:
            value, end = _PLAIN.raw_decode(text, at)
        except RecursionError:
            raise NotReadable(f"line {line}: nested too deeply") from None
        except ValueError as error:
            raise NotReadable(f"line {line}: no JSON list: {error}") from None
        yield line, _object(value, line)
        line, at = line + text.count("\n", at, end), end


def _past(text: str, at: int) -> int:
    """Return where the next value begins: past white space and a comma."""
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def from_yaml(lines: Iterable[str]) -> Entries:
    """Yield the mappings of a YAML list. Raises NotReadable; aliases and tags are refused before anything is built."""
    text = whole(lines)
    try:
        _check(text)
        loader = _LOADER(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.SequenceNode):
            raise NotReadable("line 1: no YAML list")
        for child in node.value:
            line = child.start_mark.line + 1
            yield line, _object(loader.construct_object(child, deep=True), line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise NotReadable(f"line {mark.line + 1 if mark else 1}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise NotReadable(f"line 1: {str(error).splitlines()[0]}") from None


def _check(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = (event.start_mark.line if event.start_mark else 0) + 1
        if isinstance(event, yaml.AliasEvent):
            raise NotReadable(f"line {line}: holds an alias, which no catalogue needs")
        if tag := getattr(event, "tag", None):
            raise NotReadable(f"line {line}: holds the tag {tag[:60]}, which no catalogue needs")
        if depth > _DEEPEST:
            raise NotReadable(f"line {line}: nested too deeply")


def _object(value: object, line: int) -> dict[str, object]:
    if not isinstance(value, dict):
        raise NotReadable(f"line {line}: the list holds something that is no object")
    return value


def text_of(value: Mapping[str, object], name: str) -> str:
    """Return the text under the name; empty where there is none, or no text.

    JSON may escape half a character, which is no text: it is replaced as in any other broken one.
    """
    content = value.get(name)
    return _HALF.sub("\ufffd", content).strip() if isinstance(content, str) else ""
