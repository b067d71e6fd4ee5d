"""The site builds without a warning, describes every service, operation and event, and loads nothing from elsewhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from backend.contracts.registry import CONSUMERS, EVENTS, OPERATIONS, PUBLISHER, SERVICES
from docs.generate.shapes import Shapes
from tests.backend.tables import INDEXES
from tests.docs.documents import ROOT

MKDOCS = Path(sys.executable).with_name("mkdocs")
MERMAID = ROOT / ".build/docs/node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"


class Page(HTMLParser):
    """The ids of a page, where its links lead, what it loads, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.ids |= {given["id"]} if "id" in given else set()
        self.links |= {given["href"]} if tag == "a" and "href" in given else set()
        self.loads |= {
            given[name] for name in ("src", "href") if name in given and tag in ("script", "link", "img", "iframe")
        }

    def handle_data(self, data: str) -> None:
        self.text += data


def build(folder: Path, config: Path = ROOT / "mkdocs.yml") -> subprocess.CompletedProcess[str]:
    command = [str(MKDOCS), "build", "--strict", "--config-file", str(config), "--site-dir", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    subprocess.run([str(ROOT / "docs/generate/install-mermaid.sh")], check=True, timeout=120)
    folder = tmp_path_factory.mktemp("site")
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_operation_and_event_is_described_on_the_page_of_its_service(site: Path) -> None:
    for service in SERVICES:
        page = Page(site / "services" / f"{service}.html")
        mine = [each for each in OPERATIONS if each.service == service]
        assert {each.name.replace("_", "-") for each in mine} <= page.ids
        assert all(each.route in page.text and each.summary in page.text for each in mine)
        events = [each for each in EVENTS if service in (PUBLISHER[each], *CONSUMERS[each])]
        assert {f"../reference/events.html#{each.__name__.lower()}" for each in events} <= page.links


def test_every_index_of_a_table_is_on_the_page_of_its_service(site: Path) -> None:
    for service, indexes in INDEXES.items():
        page = Page(site / "services" / f"{service}.html")
        for name, (partition, sort, _) in indexes.items():
            assert re.search(rf"{name}\s+{partition}\s+{sort}", page.text), f"{service} {name}"


def test_every_event_is_in_the_catalogue_with_its_fields(site: Path) -> None:
    page = Page(site / "reference" / "events.html")
    assert {each.__name__.lower() for each in EVENTS} <= page.ids
    assert {field for each in EVENTS for field in each.__struct_fields__ if field != "correlation_id"} <= set(
        re.findall(r"\w+", page.text)
    )


def test_every_operation_is_in_the_api_reference(site: Path) -> None:
    page = Page(site / "reference" / "api.html")
    assert {f"../services/{each.service}.html#{each.name.replace('_', '-')}" for each in OPERATIONS} <= page.links


def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        away = {url for url in Page(path).loads if "://" in url or url.startswith("//")}
        assert not away, f"{path.name} loads {away}"
    assert (site / "assets/mermaid.tiny.js").read_bytes() == MERMAID.read_bytes()


@pytest.mark.parametrize("link", ["nowhere.md", "glossary.md#no-such-word"])
def test_a_link_that_leads_nowhere_fails_the_build(site: Path, tmp_path: Path, link: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(f"# Home\n\n[there]({link})\n")
    (tmp_path / "docs/glossary.md").write_text("# Glossary\n")
    kept = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text(re.sub(r"^(hooks|extra_javascript): .*\n", "", kept.partition("nav:\n  - ")[0], flags=re.M))
    done = build(tmp_path / "site", config)
    assert done.returncode != 0
    assert link.partition("#")[0] in done.stderr


def test_a_type_says_its_limits_and_leads_to_the_shapes_it_names() -> None:
    shapes = Shapes({}, "types.md")
    assert shapes.type({"type": "integer", "minimum": 0, "maximum": 99}) == "integer, 0 to 99"
    assert shapes.type({"type": "array", "maxItems": 50, "items": {"$ref": "#/components/schemas/Line"}}) == (
        "list of [Line](types.md#line), at most 50"
    )
    assert shapes.type({"anyOf": [{"$ref": "#/components/schemas/basket.Address"}, {"type": "null"}]}) == (
        "[BasketAddress](types.md#basketaddress) or null"
    )
    assert shapes.type({"type": "string", "pattern": "a|b"}) == "string `a\\|b`"
