"""When the demo's pictures are drawn and its products put in."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from infra.local import seed
from infra.local.cloud import Failed
from tests.cloud import ShopCloud
from tests.integration.api import until

SEED = """
import pathlib, sys
pathlib.Path("runs").open("a").write(sys.argv[-1] + " ")
sys.exit("CommandError: The shop does not answer. Run it again." if pathlib.Path("broken").exists() else 0)
"""


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose demo is one file, and whose seed command only notes that it ran."""
    (tmp_path / "manage.py").write_text(SEED)
    (tmp_path / "demo").mkdir()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "demo" / "catalogue.py").write_text("one poster")
    names = {"ROOT": tmp_path, "DEMO": tmp_path / "demo", "DRAWN": tmp_path / "pictures" / "drawn-from"}
    monkeypatch.setitem(seed.QUIETLY, "cwd", tmp_path)
    for name, value in {**names, "SOWN": f"/test/{tmp_path.name}", "COMMAND": (sys.executable, "manage.py")}.items():
        monkeypatch.setattr(seed, name, value)
    return tmp_path


def _fill(cloud: ShopCloud) -> list[str]:
    said: list[str] = []
    drawing = seed.draw(said.append)
    try:
        seed.sow(cloud.cloud, said.append)
    finally:
        if drawing:
            until(lambda: any(line.startswith(("Pictures ready", "The demo's pictures")) for line in said))
    return said


def _runs(demo: Path) -> list[str]:
    return sorted((demo / "runs").read_text().split())


BOTH = ["--pictures-only", "--products-only"]


def test_pictures_and_products_are_made_once(cloud: ShopCloud, demo: Path) -> None:
    assert len(_fill(cloud)) == 3
    assert _fill(cloud) == []
    assert _runs(demo) == BOTH


def test_another_catalogue_is_made_again(cloud: ShopCloud, demo: Path) -> None:
    _fill(cloud)
    (demo / "demo" / "catalogue.py").write_text("two posters")
    _fill(cloud)
    assert _runs(demo) == sorted(2 * BOTH)


def test_lost_pictures_are_drawn_again_and_nothing_else(cloud: ShopCloud, demo: Path) -> None:
    _fill(cloud)
    seed.DRAWN.unlink()
    _fill(cloud)
    assert _runs(demo) == sorted([*BOTH, "--pictures-only"])


def test_a_failure_is_logged_and_retried(cloud: ShopCloud, demo: Path) -> None:
    (demo / "broken").touch()
    said: list[str] = []
    with pytest.raises(
        Failed, match=r"^Products are not ready: The shop does not answer\. Run it again\. .* tries again"
    ):
        seed.sow(cloud.cloud, said.append)
    assert said == [
        f"Products: The shop does not answer; trying again ({attempt} of {seed.TRIES}) …" for attempt in range(2, 6)
    ]
    (demo / "broken").unlink()
    _fill(cloud)
    assert _runs(demo) == sorted([*BOTH, *["--products-only"] * seed.TRIES])


@pytest.fixture(params=[signal.SIG_DFL, signal.SIG_IGN], ids=["as_ever", "while_the_shop_ends"])
def handling_of_sigterm(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a drawing inherits: a shop that ends ignores SIGTERM while its state is saved."""
    before = signal.signal(signal.SIGTERM, request.param)
    yield
    signal.signal(signal.SIGTERM, before)


def test_a_drawing_lets_everybody_else_go_first_also_where_sessions_share_the_processors(demo: Path) -> None:
    (demo / "manage.py").write_text("import time; time.sleep(60)")
    drawing = seed.draw(lambda line: None)
    assert drawing is not None
    session = Path(f"/proc/{drawing.pid}/autogroup")
    try:
        assert psutil.Process(drawing.pid).nice() == 19
        assert not session.exists() or session.read_text().endswith("nice 19\n")
    finally:
        seed.stop(drawing)


@pytest.mark.usefixtures("handling_of_sigterm")
def test_a_drawing_is_ended_with_all_that_helps_it(demo: Path) -> None:
    sleep = "import time; time.sleep(60)"
    helper = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {sleep!r}]); open('up', 'w'); {sleep}"
    (demo / "manage.py").write_text(helper)
    drawing = seed.draw(lambda line: None)
    assert drawing is not None
    until((demo / "up").exists)
    family = [psutil.Process(drawing.pid), *psutil.Process(drawing.pid).children(recursive=True)]
    assert len(family) == 2
    seed.stop(drawing)
    assert not psutil.wait_procs(family, timeout=60)[1]


def test_a_worker_that_is_stopped_before_it_begins_draws_nothing(demo: Path) -> None:
    painter = seed.Painter(print)
    painter.end()
    painter.begin()
    assert not (demo / "runs").exists()


def test_pictures_that_cannot_be_decoded_are_reported_and_stop_nothing(cloud: ShopCloud, demo: Path) -> None:
    _fill(cloud)
    seed.DRAWN.unlink()
    (demo / "broken").touch()
    assert [line for line in _fill(cloud) if line.startswith("The demo's pictures could not be made")]
    assert not seed.DRAWN.exists()
