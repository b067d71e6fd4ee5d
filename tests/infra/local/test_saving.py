"""The local cloud saves what it holds while it runs, so that its sudden end costs little."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from infra.local import process, state
from infra.local.cloud import Failed
from infra.local.paths import ROOT, LocalPaths
from tests.backend.picture.files import picture
from tests.cloud import ShopCloud, free_port
from tests.integration.api import Api, until
from tests.integration.pictures import await_picture, post, start
from tests.integration.shop import Shopper, sell

pytestmark = pytest.mark.timeout(900)  # a busy machine is no fault


def _saved_again(shop: ShopCloud) -> None:
    """Waits for a generation that was begun after this call."""
    for _ in range(2):
        before = state.saved_time(shop.place.state)
        until(lambda before=before: state.saved_time(shop.place.state) > before)


def test_a_sudden_end_loses_nothing_that_was_saved_and_what_was_under_way_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAVE_SECONDS", "2")
    shop = ShopCloud.start(tmp_path)
    try:
        api, account = Api(shop), shop.new_account()
        shopper = Shopper(api, account)
        staff = str(shop.tokens(shop.account("staff"))["access_token"])
        uploaded = start(api, staff)
        post(uploaded, picture(size=(640, 480)))
        src = await_picture(api, staff, uploaded)["src"]
        sku = sell(api, staff, "sudden")
        confirmed = shopper.came_to(shopper.buy(sku), "confirmed")["id"]
        under_way = shopper.buy(sku)
        shopper.add(sku, 2)
        _saved_again(shop)
    finally:
        shop.kill()
    again = ShopCloud.start(tmp_path)
    try:
        shopper = Shopper(Api(again), account)
        assert shopper.order(confirmed)["state"] == "confirmed"
        assert shopper.basket() == {sku: 2}
        picture_file = again.client("s3").get_object(
            Bucket=again.outputs["PictureBucket"], Key=f"pictures/{src}-640.webp"
        )
        assert picture_file["Body"].read()[8:12] == b"WEBP"
        shopper.came_to(under_way, "confirmed")
    finally:
        again.kill()


def test_what_lies_in_a_bucket_comes_back_as_it_was_and_what_was_deleted_does_not(tmp_path: Path) -> None:
    place = LocalPaths(tmp_path)
    running = process.start(place, free_port())
    s3 = running.client("s3")
    for bucket in ("pictures", "cdk-assets"):
        s3.create_bucket(Bucket=bucket)
        s3.put_object(
            Bucket=bucket,
            Key="a/ü.webp",
            Body=b"\0one",
            ContentType="image/webp",
            CacheControl="max-age=1",
            Metadata={"by": "ada"},
        )
    s3.put_object(Bucket="pictures", Key="gone", Body=b"gone")
    process.stop(place, running)
    running = process.start(place, free_port())
    s3 = running.client("s3")
    found = s3.get_object(Bucket="pictures", Key="a/ü.webp")
    assert found["Body"].read() == b"\0one"
    assert (found["ContentType"], found["CacheControl"], found["Metadata"]) == (
        "image/webp",
        "max-age=1",
        {"by": "ada"},
    )
    assert "Contents" not in s3.list_objects_v2(Bucket="cdk-assets")  # a deployment brings its own
    s3.delete_object(Bucket="pictures", Key="gone")
    process.stop(place, running)
    assert [path.read_bytes() for path in (place.state / "objects").iterdir()] == [b"\0one"]


def test_a_file_that_cannot_be_loaded_ends_the_start_with_the_reason_and_stays(tmp_path: Path) -> None:
    place = LocalPaths(tmp_path)
    running = process.start(place, free_port())
    running.client("ssm").put_parameter(Name="/kept", Value="an order", Type="String")
    process.stop(place, running)
    saved = place.state / "ssm.json"
    newer = json.dumps({**json.loads(saved.read_bytes()), "__ministack_format__": 99})
    saved.write_text(newer)
    with pytest.raises(Failed, match=r"ended at once: .*ssm\.json cannot be read") as failed:
        process.start(place, free_port())
    assert "\n" not in str(failed.value)
    assert saved.read_text() == newer


def test_the_generation_before_is_kept_and_a_save_leaves_no_process_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAVE_SECONDS", "0.2")
    place = LocalPaths(tmp_path)
    running = process.start(place, free_port())
    try:
        until(lambda: place.previous.exists() and (place.previous / state.MANIFEST).exists())
        until(lambda: not psutil.Process(running.pid).children())
    finally:
        process.stop(place, running)
    assert not place.saving.exists()
    state.check(place)


def _run_beside_saving(folder: Path, script: str) -> None:
    """Run Python that finds `infra/local/saving.py` as `saving`, with its state in the folder, in a process of its own
    as MiniStack's is."""
    environment = {**os.environ, "STATE_DIR": str(folder / "state"), "PERSIST_STATE": "1"}
    path = ROOT / "infra" / "local"
    subprocess.run(
        [sys.executable, "-c", script], cwd=path, env=environment, check=True, timeout=120, capture_output=True
    )


KILLED_BETWEEN_RENAMES = """
import os, signal, time
import saving

saving.write({"ssm": dict})
code = saving.STATE / "lambda-blobs" / "code"
code.parent.mkdir()
code.write_bytes(b"a function")
copy = os.fork()
if not copy:
    saving.STATE.rename(saving.PREVIOUS)
    signal.pause()
saving._copies.add(copy)
while saving.STATE.exists():
    time.sleep(0.01)
saving._save_at_the_end({"ssm": lambda: {"parameters": "new"}})
assert b"new" in (saving.STATE / "ssm.json").read_bytes()
assert (saving.STATE / "lambda-blobs" / "code").read_bytes() == b"a function"
"""


def test_the_last_save_is_whole_although_the_copy_that_it_ends_was_between_two_renames(tmp_path: Path) -> None:
    _run_beside_saving(tmp_path, KILLED_BETWEEN_RENAMES)


CHANGED_BY_OTHER_THREADS = """
import threading
import saving

parameters, ended = {str(number): number for number in range(20_000)}, threading.Event()


def change():
    while not ended.is_set():
        for number in range(20_000, 20_100):
            parameters[str(number)] = number
        for number in range(20_000, 20_100):
            del parameters[str(number)]


def read():
    return {name: [number] for _ in range(20) for name, number in parameters.items()}


thread = threading.Thread(target=change)
thread.start()
try:
    saving._save_at_the_end({"ssm": read})
finally:
    ended.set()
    thread.join()
assert (saving.STATE / "ssm.json").exists()
"""


def test_the_last_save_is_whole_although_threads_still_change_what_it_reads(tmp_path: Path) -> None:
    _run_beside_saving(tmp_path, CHANGED_BY_OTHER_THREADS)


FAILS_ONCE = """
import saving

first = saving.STATE.with_name("first")


def read():
    if first.exists():
        return {"parameters": "an order"}
    first.touch()
    raise RuntimeError("a lock that another thread held")


saving._save_at_the_end({"ssm": read})
assert b"an order" in (saving.STATE / "ssm.json").read_bytes()
"""


def test_a_last_save_that_fails_is_tried_again(tmp_path: Path) -> None:
    _run_beside_saving(tmp_path, FAILS_ONCE)


NO_COPY_AFTER_THE_LAST_SAVE = """
import asyncio, os
import saving

saving._save_at_the_end({"ssm": dict})
assert asyncio.run(saving._fork()) == 0
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    pass
else:
    raise AssertionError("a copy was made")
"""


def test_no_copy_saves_after_the_last_save_has_begun(tmp_path: Path) -> None:
    _run_beside_saving(tmp_path, NO_COPY_AFTER_THE_LAST_SAVE)


WRITTEN_DURING_A_SAVE = """
import saving

key = saving.STATE / "keys" / "one.pem"


def write_key():
    key.parent.mkdir(exist_ok=True)
    key.write_bytes(b"a key")
    return {}


saving.write({"ssm": dict})
saving.write({"ssm": write_key})
assert key.read_bytes() == b"a key"
(saving.STATE / "keys" / "two.pem").write_bytes(b"another")
saving.write({"ssm": lambda: (saving.SAVING / "keys" / "two.pem").unlink()})
assert [path.name for path in key.parent.iterdir()] == ["one.pem"]
"""


def test_a_signing_key_that_is_made_during_a_save_is_kept_and_what_the_save_removed_stays_away(tmp_path: Path) -> None:
    _run_beside_saving(tmp_path, WRITTEN_DURING_A_SAVE)
