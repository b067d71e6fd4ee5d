"""The items of an XML feed as cells, read in pieces: no document type, no entity, nothing fetched or unbounded."""

from collections.abc import Callable, Iterable, Iterator
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from storefront.imports.decode import MAX_LINE_LENGTH
from storefront.imports.entry import NotReadable

_DEEPEST, _MOST = 30, 300
_EXPLAINED = (
    (
        "invalid token",
        "the feed is not well-formed XML here: most often a bare & or <, which are written &amp; and &lt; in a text",
    ),
    ("undefined entity", "the feed has a name such as &nbsp; that XML does not know: write the sign itself"),
    ("mismatched tag", "the feed closes another element here than it has opened: a closing tag is missing or misspelt"),
    ("no element found", "the feed breaks off here: its last elements are not closed"),
    ("unclosed", "the feed breaks off within a tag or a section"),
    ("junk after document", "the feed goes on behind its end: it holds more than one document"),
)
SEPARATOR = "\n"
"""Between the texts of a cell that may stand several times: no address holds it."""
REPEATABLE = frozenset(("additional_image_link",))
_RANKS = {"g": 2, "": 1}
"""Of two cells with the same name Google's own counts, then the feed's, then whatever else is called so; of equals the
first."""


def items(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells of each `item` or `entry`. Raises NotReadable."""
    parser = make_parser()
    handler = _Items(parser.getLineNumber)
    parser.setContentHandler(handler)
    parser.forbid_dtd = True
    try:
        for text in lines:
            handler.quiet += len(text)
            if handler.quiet > 2 * MAX_LINE_LENGTH:
                raise NotReadable(
                    f"line {parser.getLineNumber()}: a tag of more than {2 * MAX_LINE_LENGTH:,} characters"
                )
            parser.feed(text)
            yield from handler.take_items()
        parser.close()
        if not handler.items:
            raise NotReadable("holds no item and no entry: this is no product feed")
    except DefusedXmlException:
        raise NotReadable(
            f"line {parser.getLineNumber()}: holds a document type or an entity, which no feed needs"
        ) from None
    except SAXParseException as error:
        raise NotReadable(f"line {error.getLineNumber()}: {_explain(error.getMessage())}") from None


def _explain(message: str) -> str:
    """Return what expat says, in words for whoever made the feed."""
    return next(
        (words for pattern, words in _EXPLAINED if pattern in message),
        f"the feed is not well-formed XML here ({message})",
    )


class _Items(ContentHandler):
    """Collects the cells of the item that is open; `quiet` is how much was fed since something was recognized, `items`
    how many began."""

    def __init__(self, line: Callable[[], int]) -> None:
        super().__init__()
        self._where = line
        self.quiet, self.items, self._path, self._found = 0, 0, 0, []  # type: ignore[var-annotated]
        self._cells: dict[str, str] | None = None
        self._ranks: dict[str, int] = {}
        self._line = self._at = self._size = 0
        self._text: list[str] = []

    def take_items(self) -> list[tuple[int, dict[str, str]]]:
        items, self._found = self._found, []
        return items

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - SAX names it
        self.quiet, self._path = 0, self._path + 1
        if self._path > _DEEPEST:
            raise NotReadable(f"line {self._where()}: deeper than {_DEEPEST} elements")
        if self._cells is None and name in ("item", "entry"):
            self._cells, self._line, self._at, self._size = {}, self._where(), self._path, 0
            self._ranks = {}
            self.items += 1
        self._text = []

    def characters(self, content: str) -> None:
        self.quiet = 0
        if self._cells is not None:
            self._size += len(content)
            if self._size > MAX_LINE_LENGTH:
                raise NotReadable(f"line {self._line}: an item of more than {MAX_LINE_LENGTH:,} characters")
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        if self._cells is not None and self._path == self._at:
            self._found.append((self._line, self._cells))
            self._cells = None
        elif self._cells is not None and self._path == self._at + 1 and len(self._cells) < _MOST:
            self._keep(self._cells, name.lower(), "".join(self._text).strip())
        self._path -= 1

    def _keep(self, cells: dict[str, str], name: str, text: str) -> None:
        prefix, _, key = name.rpartition(":")
        rank, before = _RANKS.get(prefix, 0), self._ranks.get(key, -1)
        if text and rank > before:
            cells[key], self._ranks[key] = text, rank
        elif text and rank == before and key in REPEATABLE:
            cells[key] += f"{SEPARATOR}{text}"
