"""Each tutorial works as it is written."""

from pathlib import Path

import pytest

from tests.docs.documents import ROOT
from tests.docs.tutorial import Copy, blocks

TUTORIALS = sorted((ROOT / "docs/tutorials").glob("*.md"))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("shop"))


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_works_as_it_is_written(copy: Copy, path: Path) -> None:
    copy.follow(path.read_text(encoding="utf-8"))
    copy.run("git checkout -q . && git clean -qfd")


def test_a_step_that_does_not_do_what_the_tutorial_says_is_noticed(copy: Copy) -> None:
    with pytest.raises(AssertionError, match="oops"):
        copy.follow("```sh\necho oops; exit 1\n```\n")
    with pytest.raises(AssertionError):
        copy.follow('```sh title="This fails"\ntrue\n```\n')
    with pytest.raises(AssertionError, match="one"):
        copy.follow("```sh\necho one\n```\n\n```text\ntwo\n```\n")
    with pytest.raises(AssertionError, match="does not hold this once"):
        copy.follow("```diff\n--- a/manage.py\n+++ b/manage.py\n@@\n-no such line\n+another\n```\n")


def test_every_block_of_a_tutorial_is_read() -> None:
    for path in TUTORIALS:
        text = path.read_text(encoding="utf-8")
        assert len(list(blocks(text))) == text.count("\n```") // 2, path.name
