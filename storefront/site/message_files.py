"""The texts of the shop's pages, and the files that hold their translations: `locale/<language>/LC_MESSAGES/`.

Texts are marked where they stand: in templates by `{% translate %}` and `{% blocktranslate %}`, in Python by `gettext`
and its kin. `django.po` is what translators write in; `django.mo` is the same for Django to read.
"""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template.base import FilterExpression, Template, Token
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import trim_whitespace

SOURCES = Path(__file__).parents[1]
LOCALE = SOURCES / "locale"
LANGUAGES = tuple(language for language in settings.LANGUAGE_NAMES if language != settings.LANGUAGE_CODE)
_KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_CONSTANT = re.compile(r"""_\((?:"([^"]*)"|'([^']*)')\)""")
_TAG = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
_HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n\n'
_WORD_JOINER = "\u2060"
_HYPHEN = re.compile(r"(?<=\b[Ee])-(?=[Mm]ail)|(?<=\w)-(?=vous\b)")
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


class Text(NamedTuple):
    """A text that is marked: in English, with its plural where it has one, the file it is in, and its context if any.

    Its placeholders are written `%(name)s`.
    """

    text: str
    plural: str
    file: str
    context: str | None = None

    @property
    def id(self) -> str | tuple[str, str]:
        """The text as message files name it."""
        return (self.text, self.plural) if self.plural else self.text


def collect() -> Iterator[Text]:
    """Yield every text that is marked. What staff alone see is not: it stays English."""
    for path in sorted(SOURCES.rglob("*.py")):
        yield from _collect_from_python(path)
    for path in sorted((SOURCES / "templates").rglob("*.html")):
        yield from collect_from_template(path.read_text(), _name(path))


def collect_from_template(source: str, file: str) -> Iterator[Text]:
    """Yield the texts of a template."""
    for tag in _TAG.findall(source):
        yield from (Text(double or single, "", file) for double, single in _CONSTANT.findall(tag))
    template = Template(source, engine=Engine.get_default())
    for node in template.nodelist.get_nodes_by_type(TranslateNode | BlockTranslateNode):  # type: ignore[arg-type]
        if isinstance(node, BlockTranslateNode):
            plural = _block(node, node.plural or [])
            yield Text(_block(node, node.singular), plural, file, _constant(node.message_context))
        elif isinstance(node, TranslateNode) and isinstance(literal := node.filter_expression.var.literal, str):
            yield Text(literal.replace("%", "%%"), "", file, _constant(node.message_context))


def _block(node: BlockTranslateNode, tokens: list[Token]) -> str:
    text, _ = node.render_token_list(tokens)
    return trim_whitespace(text) if node.trimmed else text


def _constant(expression: FilterExpression | None) -> str | None:
    return str(expression.var) if expression else None


def _collect_from_python(path: Path) -> Iterator[Text]:
    with path.open("rb") as file:
        for _, message, _, context in extract("python", file, _KEYWORDS):
            text, plural = message if isinstance(message, tuple) else (message, "")
            yield Text(text, plural, _name(path), context)


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCES))


def read(language: str) -> Catalog:
    """Return what is translated into a language."""
    path = _path(language, "po")
    return read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(language)


def update(language: str) -> Catalog:
    """Return a language's texts as they are marked now, with the translations that there are."""
    before, catalog = read(language), Catalog(language, project=settings.SHOP_NAME, fuzzy=False)
    for each in collect():
        known = before.get(each.id, each.context)
        catalog.add(each.id, known.string if known else "", [(each.file, 1)], context=each.context)
    return catalog


def render(catalog: Catalog) -> tuple[bytes, bytes]:
    """Return the file that translators write in, and the one that Django reads: the same texts give the same bytes."""
    po, mo = io.BytesIO(), io.BytesIO()
    po.write(_HEAD.format(catalog.plural_forms).encode())
    write_po(po, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    plain = read_po(io.BytesIO(po.getvalue()), locale=catalog.locale)
    for message in plain:
        message.string = _keep_together(message.string)  # type: ignore[arg-type]  # what was read has one
    plain.creation_date = plain.revision_date = _NO_DATE
    write_mo(mo, plain)
    return po.getvalue(), mo.getvalue()


def _keep_together(string: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Return a translation in which no line ends within “E-Mail” or before “-vous”: nobody sees a word joiner."""
    if isinstance(string, tuple):
        return tuple(_HYPHEN.sub(f"-{_WORD_JOINER}", each) for each in string)
    return _HYPHEN.sub(f"-{_WORD_JOINER}", string)


def write() -> None:
    """Write the files of every language again, after texts or translations have changed."""
    for language in LANGUAGES:
        _path(language, "po").parent.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths(language), render(update(language)), strict=True):
            path.write_bytes(content)


def paths(language: str) -> tuple[Path, Path]:
    """Return the file that translators write in, and the one that Django reads."""
    return _path(language, "po"), _path(language, "mo")


def _path(language: str, suffix: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"
