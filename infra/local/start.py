"""From nothing to a local cloud that holds the shop: start, synthesize, deploy, accounts, outputs file.

Safe to do again.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from infra.local import accounts, cloud, deploy, process, split_stack, state, streams
from infra.local.assembly import assembly, is_fresh
from infra.local.cloud import Cloud
from infra.local.functions import archives, update_code
from infra.local.paths import LocalPaths
from infra.local.unsupported_resources import MISSING
from infra.urls import ENDPOINT, STOREFRONT

CONTEXT = {"cloud": "local"}
SHOP = "Shop"
"""What the outputs of all stacks are under in the outputs file."""
Say = Callable[[str], None]


def up(place: LocalPaths, port: int, storefront: str, say: Say, *, stays: bool = False) -> Cloud:
    """A running cloud with the shop in it, found or made. Its `owner` tells who is to stop it."""
    if not is_fresh(CONTEXT):
        say("Template: synthesizing the CDK app, which is done once per change …")
    with ThreadPoolExecutor(1) as aside:
        making = aside.submit(assembly, CONTEXT)
        _split(place, making, say)
        running = _running(place, port, say, stays)
        try:
            with _report_time(say, "Template"):
                folder = making.result()
            _fill(place, running, folder, {STOREFRONT: storefront, ENDPOINT: running.endpoint}, say)
        except BaseException:
            down(place, running)
            raise
    return running


def down(place: LocalPaths, running: Cloud) -> bool:
    """Stops the cloud if it is this process that has to; whether it did."""
    if ours := running.owner == os.getpid():
        stop(place, running)
    return ours


def stop(place: LocalPaths, running: Cloud) -> None:
    """Stops the cloud, whoever started it.

    Its functions are ended first, so that its tables stand still while they are saved.
    """
    process.halt(place, running)
    process.stop(place, running)


def read(place: LocalPaths) -> dict[str, Any]:
    """The outputs file."""
    return dict(json.loads(place.outputs.read_text()))


def _split(place: LocalPaths, making: Future[Path], say: Say) -> None:
    """Go on with what a release of one stack kept. A cloud that still runs as that release started it is stopped
    first."""
    running = cloud.find(place)
    if running is None:
        state.check(place)
    elif deploy.is_one_stack(running):
        stop(place, running)
    else:
        return
    if split_stack.is_one_stack(place):
        split_stack.split(place, making.result())
        say("What an earlier release kept is taken over: its one stack is several now")


def _running(place: LocalPaths, port: int, say: Say, stays: bool) -> Cloud:
    if found := cloud.find(place):
        process.ready_workshop(place)  # whoever was to stop it may have ended between halting and stopping
        say(f"Local cloud already runs at {found.endpoint}")
        return cloud.adopt(place, found) if cloud.is_orphaned(found) else found
    with _report_time(say, "Local cloud"):
        return process.start(place, port, stays=stays)


def _fill(place: LocalPaths, running: Cloud, folder: Path, parameters: dict[str, str], say: Say) -> None:
    for kind in deploy.list_unsupported(folder):
        say(f"  without {kind}: {MISSING[kind]}")
    if not deploy.is_deployed(running, folder, parameters):
        with _report_time(say, "Deployment"):
            deploy.deploy(running, folder, parameters)
    # functions that were reloaded since run other code than the stack was made from
    update_code(running, archives(folder))
    streams.replay(place, running, say)
    outputs = deploy.outputs(running)
    for account in accounts.ACCOUNTS:
        accounts.make(running, outputs["UserPoolId"], account)
    keys = accounts.storefront_keys(running, outputs["StorefrontPolicy"], _last_environment(place))
    place.outputs.write_text(json.dumps(describe_outputs(running, outputs, keys), indent=2))


def _last_environment(place: LocalPaths) -> dict[str, str]:
    """The storefront's environment as it was told last."""
    try:
        return dict(read(place)["Local"]["environment"])
    except (OSError, ValueError, KeyError):
        return {}


def describe_outputs(running: Cloud, outputs: dict[str, str], keys: dict[str, str]) -> dict[str, object]:
    """What the outputs file says: the stack's outputs, at addresses that this machine can reach, and how to reach the
    cloud itself."""
    api = outputs["ApiUrl"].partition("://")[2].partition(".")[0]
    reachable = {"ApiUrl": f"{running.endpoint}/_aws/execute-api/{api}/$default", "LoginUrl": running.endpoint}
    local = {
        "environment": {**running.environment, **keys},
        "JwksUrl": f"{running.endpoint}/{outputs['UserPoolId']}/.well-known/jwks.json",
        "MailUrl": f"{running.endpoint}/_ministack/ses/messages",
        "accounts": [asdict(account) for account in accounts.ACCOUNTS],
    }
    return {SHOP: {**outputs, **reachable}, "Local": local}


@contextmanager
def _report_time(say: Say, what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    say(f"{what} ready after {time.monotonic() - started:.1f} s")
