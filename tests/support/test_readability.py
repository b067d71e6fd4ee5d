"""The readability counts find what they are meant to count."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import readability
from tests.support import docstring_names
from tests.support.docstring_names import unknown_names
from tests.support.long_modules import unexplained_modules

SEARCHES = (
    docstring_names.identifiers,
    docstring_names.file_names,
    docstring_names.members,
    docstring_names.dotted_strings,
)


@pytest.fixture(scope="module")
def two_folders() -> Iterator[None]:
    """The product's larger half is enough to look names up in; `make check` reads all the code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docstring_names, "FOLDERS", ("backend", "storefront"))
        yield
    for search in SEARCHES:
        search.cache_clear()


def in_decorators(text: str) -> tuple[Path, list[ast.AST]]:
    """Return a module with this text in place of another, and its nodes."""
    return Path("storefront/checkout/decorators.py"), list(ast.walk(ast.parse(text)))


@pytest.mark.parametrize("name", ["told", "_kept", "asked", "swept"])
def test_a_bare_participle_is_counted(name: str) -> None:
    assert readability.is_participle(name)


@pytest.mark.parametrize("name", ["tell", "read", "_put", "embed", "told_by", "is_kept", "red", "need", "sorted_lines"])
def test_a_verb_and_a_longer_name_are_not(name: str) -> None:
    assert not readability.is_participle(name)


@pytest.fixture
def long_modules_table(tmp_path: Path) -> Path:
    """Reasons for two modules, and one that says nothing."""
    table = tmp_path / "reasons.toml"
    reason = '[[reasons]]\nbecause = "All shapes of one service stand here."\nmodules = ["a.py", "b.py", "b.py"]\n'
    table.write_text(f'{reason}[[reasons]]\nbecause = "It is long"\nmodules = ["c.py"]\n')
    return table


def test_a_long_module_needs_a_reason_and_a_reason_a_long_module(long_modules_table: Path) -> None:
    lines = {"a.py": 150, "b.py": 151, "c.py": 200, "d.py": 151, "e.py": 10}
    modules = [(Path(name), "\n" * count) for name, count in lines.items()]
    assert [place.partition(",")[0] for place in unexplained_modules(modules, long_modules_table)] == [
        "d.py: 151 lines",
        "a.py: no longer so long",
        "b.py: twice in reasons.toml",
        "reasons.toml: 'It is long' is no sentence",
    ]


def test_a_circle_of_modules_is_found_with_all_that_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        readability, "imports", lambda: {"a.x": {"b.y"}, "b.y": {"c.z"}, "c.z": {"a.x"}, "d.w": {"a.x"}}
    )
    (circle,) = readability.circles()
    assert set(circle.split(" < ")) == {"a.x", "b.y", "c.z"}


def test_imports_of_one_app_are_no_circle_of_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readability, "imports", lambda: {"s.a.x": {"s.a.y"}, "s.a.y": {"s.b.x"}, "s.b.x": set()})
    assert list(readability.circles(readability.app)) == []


def test_any_is_counted_in_arguments_and_replies_but_not_at_lambdas_border(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "def handler(event: Any, context: Any) -> Any: ...\ndef read(item: dict[str, Any]) -> Any: ...\ndef put(name: str) -> None: ..."
    written = [(Path("a.py"), node) for node in ast.parse(code).body]
    monkeypatch.setattr(readability, "functions", lambda *folders: iter(written))
    assert [place.split(": ")[1] for place in readability.annotations_with_any()] == ["handler", "read", "read"]


def test_any_of_an_alias_a_variable_and_further_arguments_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "JSON = dict[str, Any]\nrow: Any = 1\ndef put(*names: Any, **more: Any) -> None: ...\ndef get(id: Any) -> Any: ..."
    written = [(Path("a.py"), node) for node in ast.walk(ast.parse(code))]
    monkeypatch.setattr(readability, "nodes", lambda *_: iter(written))
    assert len(list(readability.loose())) == 4


def test_what_is_over_its_limit_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        readability, "COUNTS", {"oddities": readability.Count(lambda: iter(["here", "there"]), limit=1)}
    )
    monkeypatch.setattr(readability, "functions", lambda: iter(()))
    assert readability.main([]) == 1
    assert "2 oddities (limit 1)" in capsys.readouterr().out


@pytest.mark.usefixtures("two_folders")
@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Raises Elsewhere and `Unavailable`.", ["Elsewhere"]),
        ("Return the `Unicorn`, see `guard.Elsewhere`.", ["Unicorn", "guard.Elsewhere"]),
        ("Raise ConfigRefused.", ["ConfigRefused"]),  # exists, but no module that this one imports knows it
        ("Return a `Basket` from `client.get(request)`. Raise ValueError or RedirectTo if it is `empty`.", []),
    ],
)
def test_a_docstring_that_names_what_does_not_exist_is_found(text: str, unknown: list[str]) -> None:
    assert [
        place.split(": ")[1] for place in unknown_names([in_decorators(f'def basket():\n    """{text}"""')])
    ] == unknown


@pytest.mark.usefixtures("two_folders")
@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("words.TaxRate", False),
        ("provider.send", False),
        ("state_machine.transition", True),
        ("Kind.CONSUMER_FAILED", True),
        ("django.contrib.messages", True),
        ("gunicorn.conf.py", True),
    ],
)
def test_a_dotted_name_is_known_only_if_its_parts_belong_together(name: str, known: bool) -> None:
    assert (list(unknown_names([in_decorators(f'"""See `{name}`."""')])) == []) is known
