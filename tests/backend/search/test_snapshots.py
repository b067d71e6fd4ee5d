"""Copies of the index, and the snapshots they begin with: none loses what was logged, whoever makes them at once."""

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from threading import Barrier, Event, Thread
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from backend.contracts.inventory.models import Level
from backend.contracts.search.models import SetSynonyms
from backend.search import builder, consumer, domain, repository, synonyms
from backend.search.changelog import changelog, snapshots
from backend.search.changelog.build_requests import BuildRequest, request_build
from backend.search.document import FORMAT
from backend.search.domain import Entry, IndexUnavailable, Snapshot
from backend.search.sqlite import index, local_index, replica, sqlite_engine
from backend.search.sqlite.local_index import LocalIndex, open_latest
from backend.search.sqlite.replica import MAX_LAG_SECONDS, POLL_SECONDS, Replica
from backend.shared import aws, dynamodb
from tests.backend.search.news import NOW, hear, product_changed, search_index, stock, titles, withdrawn

pytestmark = pytest.mark.usefixtures("own_copies")


def wishes() -> list[str]:
    items = aws.client("dynamodb").scan(TableName=dynamodb.table_name())["Items"]
    return [item["wanted"]["S"] for item in items if item["pk"]["S"] == "WANTED"]


def woken(wish: BuildRequest = BuildRequest.SNAPSHOT) -> None:
    builder.handler({"Records": [{"dynamodb": {"NewImage": {"wanted": {"S": wish}}}}]}, None)


def files() -> list[str]:
    """The versions of the index in the bucket."""
    return [each["VersionId"] for each in aws.client("s3").list_object_versions(Bucket="index").get("Versions", ())]


def fill(number: int = 4) -> None:
    for each in range(number):
        hear(product_changed(f"print-{each}", title=f"Print {each}"), stock(f"print-{each}-a4", level=Level.LOW))


@pytest.fixture
def short_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "SNAPSHOT_AFTER_CHANGES", 3)


def test_a_long_log_asks_for_a_snapshot_and_a_short_one_does_not(short_log: None) -> None:
    fill(2)
    assert wishes() == []
    fill(3)
    assert wishes() == ["snapshot"]


def test_a_snapshot_answers_as_the_log_does(short_log: None) -> None:
    fill()
    before = search_index(limit=48)
    woken()
    assert len(files()) == 1
    assert open_latest().snapshot == changelog.head().snapshot
    assert search_index(limit=48) == before


def test_no_snapshot_is_made_that_is_not_due(short_log: None) -> None:
    fill(2)
    woken()
    assert files() == []


def test_an_index_rebuilt_from_the_log_answers_like_the_one_that_followed_it() -> None:
    fill(6)
    hear(
        product_changed("print-1", 2, title="Another print"),
        withdrawn("print-2"),
        stock("print-3-a4", 2, Level.SOLD_OUT),
    )
    synonyms.put(SetSynonyms(groups=(("print", "poster"),), version=0))
    asked: list[dict[str, Any]] = [
        {"limit": 48},
        {"q": "print"},
        {"q": "another"},
        {"filters": "size=A4"},
        {"in_stock": True},
        {"q": "poster"},
    ]
    before = [search_index(**each) for each in asked]
    woken(BuildRequest.REBUILD)
    assert open_latest().snapshot is not None
    assert [search_index(**each) for each in asked] == before


def test_a_lost_index_is_rebuilt_from_the_log() -> None:
    fill()
    before = search_index(limit=48)
    lose(all_of_it=False)
    assert search_index().total == 0
    woken(BuildRequest.REBUILD)
    assert search_index(limit=48) == before


def test_what_is_logged_while_a_snapshot_is_made_is_found_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    real = index.build

    def slow(documents: Any, groups: Any, path: Any) -> None:
        real(documents, groups, path)
        if groups == () and rivals:
            hear(rivals.pop())

    rivals = [product_changed("late", title="Late")]
    monkeypatch.setattr(index, "build", slow)
    sqlite_engine.rebuild()
    assert "Late" in titles(limit=48)


def test_of_two_builders_at_once_neither_loses_an_update(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one publishes in the moment before the first one does, after a change that the first has not seen."""
    fill()
    real, rivals = snapshots.upload, [product_changed("late", title="Late")]

    def upload(path: Any) -> str:
        file = real(path)
        if rivals:
            hear(rivals.pop())
            sqlite_engine.rebuild()
        return file

    monkeypatch.setattr(snapshots, "upload", upload)
    sqlite_engine.rebuild()
    snapshot = changelog.head().snapshot
    assert snapshot is not None
    assert snapshot.seq == 5
    assert snapshot.file in files()
    assert len(files()) == 2, "what did not count is still there"
    assert "Late" in titles(limit=48)


def test_a_smaller_snapshot_never_takes_the_place_of_a_larger_one(short_log: None) -> None:
    fill()
    behind = open_latest()
    fill()
    woken()
    larger = changelog.head().snapshot
    sqlite_engine._publish(behind, None, 0)
    assert changelog.head().snapshot == larger


def test_builders_and_writers_at_once_leave_an_index_with_everything() -> None:
    """Threads on the in-process cloud, which answers one call at a time: the interleavings are real, the locks are
    DynamoDB's to prove."""
    start, failures = Barrier(4), list[BaseException]()

    def run(work: Callable[[], None]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:
            failures.append(error)

    def write(name: str) -> Callable[[], None]:
        return lambda: [None for number in range(6) if hear(product_changed(f"{name}-{number}", title=name))] and None

    threads = [
        Thread(target=run, args=(work,))
        for work in (write("a"), write("b"), sqlite_engine.rebuild, sqlite_engine.rebuild)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(titles(limit=48)) == ["a"] * 6 + ["b"] * 6


def test_old_entries_go_when_nobody_can_need_them(short_log: None) -> None:
    for _ in range(3):
        fill()
        woken()
    entries, snapshot = changelog.since(0)
    assert snapshot is not None
    assert [seq for seq, _ in entries] == [9, 10, 11, 12]


def test_the_log_goes_on_after_all_of_it_was_forgotten() -> None:
    fill(2)
    mine = Replica(clock := Clock())
    for _ in range(3):
        sqlite_engine.rebuild()
    assert changelog.since(0)[0] == []
    mine.current()
    hear(product_changed("late", title="Late"))
    clock.now += POLL_SECONDS
    assert "Late" in titles(mine.current())
    assert changelog.head().seq == 3


def test_copies_of_an_index_whose_log_was_lost_are_given_up() -> None:
    fill()
    sqlite_engine.rebuild()
    mine = Replica(clock := Clock())
    assert len(titles(mine.current())) == 4
    lose()
    clock.now += POLL_SECONDS
    mine.current()
    assert titles(wait_for_replacement(mine)) == []


def lose(*, all_of_it: bool = True) -> None:
    """Empties the table, or takes the log out of it."""
    for item in aws.client("dynamodb").scan(TableName=dynamodb.table_name())["Items"]:
        if all_of_it or item["pk"]["S"] == changelog.LOG:
            aws.client("dynamodb").delete_item(
                TableName=dynamodb.table_name(), Key={"pk": item["pk"], "sk": item["sk"]}
            )


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_replica_follows_once_a_second() -> None:
    clock = Clock()
    mine = Replica(clock)
    assert titles(mine.current()) == []
    hear(product_changed())
    clock.now += POLL_SECONDS / 2
    assert titles(mine.current()) == []
    clock.now += POLL_SECONDS / 2
    assert titles(mine.current()) == ["Harbour at dusk"]


def wait_for_replacement(mine: Replica) -> LocalIndex:
    """The copy after the one that is being loaded meanwhile."""
    if mine._thread:
        mine._thread.join()
    mine._looked = float("-inf")
    return mine.current()


def test_a_replica_takes_a_new_index_while_the_old_one_answers() -> None:
    clock = Clock()
    mine = Replica(clock)
    fill()
    old = mine.current()
    sqlite_engine.rebuild()
    fill(5)
    clock.now += POLL_SECONDS
    assert mine.current() is old
    new = wait_for_replacement(mine)
    assert new is not old
    assert len(titles(new)) == 5


def test_a_replica_that_is_long_behind_takes_the_new_index_before_it_answers() -> None:
    """Lambda lets threads stand still between two requests: none may be needed."""
    mine = Replica(clock := Clock())
    fill()
    mine.current()
    sqlite_engine.rebuild()
    fill(5)
    clock.now += MAX_LAG_SECONDS
    assert len(titles(mine.current())) == 5
    assert mine._thread is None


def test_a_thread_that_stood_still_is_waited_for_once_the_copy_is_long_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = Replica(clock := Clock())
    fill()
    mine.current()
    sqlite_engine.rebuild()
    fill(5)
    goes_on, made = Event(), []
    real = local_index.open_latest

    def open_late() -> LocalIndex:
        goes_on.wait()
        made.append(real())
        return made[-1]

    monkeypatch.setattr(replica, "open_latest", open_late)
    clock.now += POLL_SECONDS
    assert len(titles(mine.current())) == 4
    clock.now += MAX_LAG_SECONDS
    monkeypatch.setattr(mine._thread, "join", lambda: [goes_on.set(), Thread.join(mine._thread)])  # type: ignore[arg-type, func-returns-value]
    assert len(titles(mine.current())) == 5
    assert len(made) == 1


def test_a_replica_that_cannot_be_replaced_still_answers_and_does_not_try_at_each_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = Replica(clock := Clock())
    fill()
    old = mine.current()
    sqlite_engine.rebuild()
    tries: list[float] = []

    def fail() -> LocalIndex:
        tries.append(clock.now)
        raise IndexUnavailable

    monkeypatch.setattr(replica, "open_latest", fail)
    monkeypatch.setattr(mine, "_replace_meanwhile", lambda: None)
    for _ in range(25):
        clock.now += POLL_SECONDS
        assert mine.current() is old
    assert tries == [MAX_LAG_SECONDS, 2 * MAX_LAG_SECONDS]
    assert len(titles(old)) == 4


def folders(root: Path) -> list[Path]:
    return [each for each in root.rglob("index-*") if each.is_dir()]


@pytest.mark.parametrize(
    "fault", ["the file is gone", "the download stops", "the log does not answer", "another format"]
)
def test_nothing_stays_of_a_copy_that_could_not_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(local_index, "mkdtemp", lambda prefix: mkdtemp(prefix=prefix, dir=tmp_path))
    fill()
    sqlite_engine.rebuild()
    real = snapshots.download

    def fail(snapshot: Any, path: Path) -> None:
        real(snapshot, path)
        raise OSError(28, "No space left on device")

    if fault == "the file is gone":
        snapshots.delete(*files())
    elif fault == "the download stops":
        monkeypatch.setattr(snapshots, "download", fail)
    elif fault == "the log does not answer":
        monkeypatch.setattr(changelog, "since", lambda seq: fail(changelog.head().snapshot, tmp_path / "other"))
    else:
        monkeypatch.setattr(local_index, "FORMAT", FORMAT + 1)
    with pytest.raises((IndexUnavailable, OSError)):
        open_latest()
    assert folders(tmp_path) == []


def test_a_copy_that_is_given_up_takes_its_folder_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_index, "mkdtemp", lambda prefix: mkdtemp(prefix=prefix, dir=tmp_path))
    mine = Replica(clock := Clock())
    for _ in range(3):
        sqlite_engine.rebuild()
        clock.now += MAX_LAG_SECONDS
        mine.current()
        assert len(folders(tmp_path)) == 1
    open_latest().close()
    assert len(folders(tmp_path)) == 1


def test_a_replica_that_is_too_far_behind_to_follow_takes_the_snapshot(short_log: None) -> None:
    clock = Clock()
    mine = Replica(clock)
    mine.current()
    for _ in range(2):
        fill()
        woken()
    clock.now += POLL_SECONDS
    mine.current()
    assert len(titles(wait_for_replacement(mine))) == 4


def test_a_replica_that_cannot_reach_the_log_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    mine = Replica(clock)
    hear(product_changed())
    mine.current()

    def fail(seq: int) -> Any:
        raise ClientError({"Error": {"Code": "InternalServerError", "Message": ""}}, "Query")

    monkeypatch.setattr(changelog, "since", fail)
    clock.now += POLL_SECONDS
    assert titles(mine.current()) == ["Harbour at dusk"]


def test_a_snapshot_of_another_format_is_not_read_but_made_anew() -> None:
    fill()
    sqlite_engine.rebuild()
    snapshot = changelog.head().snapshot
    assert snapshot is not None
    changelog.set_snapshot(msgspec.structs.replace(snapshot, format=FORMAT + 1), snapshot)
    with pytest.raises(IndexUnavailable):
        Replica().current()
    woken(BuildRequest.REPAIR)
    assert len(titles(Replica().current())) == 4


def before_format_3(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has what is heard logged as it was before variants were told one by one."""

    def entry(**of: Any) -> Entry:
        older = tuple(msgspec.structs.replace(each, offers=()) for each in of["changes"])
        return Entry(at=of["at"], changes=older)

    monkeypatch.setattr(consumer, "Entry", entry)


@pytest.mark.parametrize("with_snapshot", [True, False])
def test_an_index_of_an_earlier_version_is_rebuilt_from_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_snapshot: bool
) -> None:
    with monkeypatch.context() as earlier:
        before_format_3(earlier)
        fill()
        if with_snapshot:
            (old := tmp_path / "old.sqlite").write_bytes(b"SQLite format 3\0 of an earlier version")
            changelog.set_snapshot(
                Snapshot(file=snapshots.upload(old), seq=4, changes=4, generation=7, format=2, at=NOW), None
            )
            changelog.truncate(4)
            hear(product_changed("last", title="Last"))
    with pytest.raises(IndexUnavailable):
        Replica().current()
    woken(BuildRequest.REPAIR)
    assert len(titles(Replica().current(), price_min=3900, price_max=3900)) == 4 + with_snapshot
    woken(BuildRequest.REPAIR)
    assert len(files()) == 1 + with_snapshot, "made anew though it could be read"


def test_a_copy_goes_on_answering_while_functions_of_two_versions_write_the_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill()
    mine = Replica(clock := Clock())
    mine.current()
    with monkeypatch.context() as earlier:
        before_format_3(earlier)
        hear(product_changed("older", title="Older"))
    clock.now += POLL_SECONDS
    assert "Older" in titles(mine.current())
    assert "Older" in titles(mine.current(), filters="size=A3", price_max=2500)
    with pytest.raises(IndexUnavailable):
        open_latest()


def test_a_snapshot_that_is_due_is_built_from_the_stored_products_if_the_log_is_of_an_earlier_version(
    monkeypatch: pytest.MonkeyPatch, short_log: None
) -> None:
    with monkeypatch.context() as earlier:
        before_format_3(earlier)
        fill()
    woken()
    assert len(titles(price_min=3900, price_max=3900)) == 4


def test_a_snapshot_whose_file_is_gone_is_made_anew() -> None:
    fill()
    sqlite_engine.rebuild()
    snapshots.delete(*files())
    with pytest.raises(IndexUnavailable):
        Replica().current()
    woken(BuildRequest.REPAIR)
    assert len(titles(Replica().current())) == 4


def test_a_snapshot_that_can_be_read_needs_no_repair() -> None:
    fill()
    sqlite_engine.rebuild()
    woken(BuildRequest.REPAIR)
    assert len(files()) == 1


def test_wishes_reach_the_builder_by_the_tables_stream() -> None:
    request_build(BuildRequest.REBUILD)
    (item,) = [
        item for item in aws.client("dynamodb").scan(TableName=dynamodb.table_name())["Items"] if "wanted" in item
    ]
    builder.handler({"Records": [{"dynamodb": {"NewImage": item}}]}, None)
    assert len(files()) == 1


def test_every_product_is_read_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "_PAGE", 2)
    fill(9)
    assert len(list(repository.iter_documents())) == 9
