"""From nothing to a local cloud with the shop in it: start, synthesize, deploy, accounts, outputs file. It is safe to
repeat."""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TypedDict

from infra.local import accounts, cloud, deploy, process, split_stack, state, streams
from infra.local.assembly import assembly, is_fresh
from infra.local.cloud import Cloud
from infra.local.functions import archives, update_code
from infra.local.paths import LocalPaths
from infra.local.unsupported_resources import MISSING
from infra.urls import ENDPOINT, STOREFRONT

CURRENCY, TAX = os.environ.get("CURRENCY", ""), os.environ.get("TAX", "")
CONTEXT = {"cloud": "local", **({"currency": CURRENCY} if CURRENCY else {}), **({"tax": TAX} if TAX else {})}
"""What is chosen for the local cloud: `make run CURRENCY=JPY` sells in yen, `TAX=added` at prices without tax."""
SHOP = "Shop"
"""What the outputs of all stacks are under in the outputs file."""
Say = Callable[[str], None]


def up(paths: LocalPaths, port: int, storefront: str, say: Say, *, stays: bool = False) -> Cloud:
    """Return a running cloud with the shop in it, existing or new. Its `owner` says who has to stop it."""
    if not is_fresh(CONTEXT):
        say("Template: synthesizing the CDK app, which is done once per change …")
    with ThreadPoolExecutor(1) as aside:
        making = aside.submit(assembly, CONTEXT)
        _split(paths, making, say)
        running = _running(paths, port, say, stays)
        try:
            with _report_time(say, "Template"):
                folder = making.result()
            _fill(paths, running, folder, {STOREFRONT: storefront, ENDPOINT: running.endpoint}, say)
        except BaseException:
            down(paths, running)
            raise
    return running


def down(paths: LocalPaths, running: Cloud) -> bool:
    """Stop the cloud if this process has to, and return whether it did."""
    if ours := running.owner == os.getpid():
        stop(paths, running)
    return ours


def stop(paths: LocalPaths, running: Cloud) -> None:
    """Stop the cloud, whoever started it. Its functions are ended first, so that its tables do not change while they
    are saved."""
    process.halt(paths, running)
    process.stop(paths, running)


class _LocalOutputs(TypedDict):
    environment: dict[str, str]


class OutputsFile(TypedDict):
    """The file that tells the storefront where everything is, as far as it is read here."""

    Shop: dict[str, str]
    Local: _LocalOutputs


def read(paths: LocalPaths) -> OutputsFile:
    """Return the outputs file."""
    outputs: OutputsFile = json.loads(paths.outputs.read_text())
    return outputs


def _split(paths: LocalPaths, making: Future[Path], say: Say) -> None:
    """Go on with what a release of one stack kept. A cloud that still runs as that release started it is stopped
    first."""
    running = cloud.find(paths)
    if running is None:
        state.check(paths)
    elif deploy.is_one_stack(running):
        stop(paths, running)
    else:
        return
    if split_stack.is_one_stack(paths):
        split_stack.split(paths, making.result())
        say("What an earlier release kept is taken over: its one stack is several now")


def _running(paths: LocalPaths, port: int, say: Say, stays: bool) -> Cloud:
    if running := cloud.find(paths):
        process.ready_workshop(paths)  # whoever was to stop it may have ended between halting and stopping
        say(f"Local cloud already runs at {running.endpoint}")
        return cloud.adopt(paths, running) if cloud.is_orphaned(running) else running
    with _report_time(say, "Local cloud"):
        return process.start(paths, port, stays=stays)


def _fill(paths: LocalPaths, running: Cloud, folder: Path, parameters: dict[str, str], say: Say) -> None:
    for kind in deploy.list_unsupported(folder):
        say(f"  without {kind}: {MISSING[kind]}")
    if not deploy.is_deployed(running, folder, parameters):
        with _report_time(say, "Deployment"):
            deploy.deploy(running, folder, parameters)
    # functions that were reloaded since run other code than the stack was made from
    update_code(running, archives(folder))
    streams.replay(paths, running, say)
    outputs = deploy.outputs(running)
    for account in accounts.ACCOUNTS:
        accounts.make(running, outputs["UserPoolId"], account)
    keys = accounts.storefront_keys(running, outputs["StorefrontPolicy"], _last_environment(paths))
    paths.outputs.write_text(json.dumps(describe_outputs(running, outputs, keys), indent=2))


def _last_environment(paths: LocalPaths) -> dict[str, str]:
    """Return the storefront's environment as it was told last."""
    try:
        return dict(read(paths)["Local"]["environment"])
    except (OSError, ValueError, KeyError):
        return {}


def describe_outputs(running: Cloud, outputs: dict[str, str], keys: dict[str, str]) -> dict[str, object]:
    """Return what the outputs file says: the stack's outputs, at addresses that this machine can reach, and how to
    reach the cloud itself.
    """
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
