"""`python -m infra.local COMMAND`: controls the local cloud without the storefront."""

import argparse
import shutil
import sys

from infra.local import cloud, lock, logs, state
from infra.local.cloud import Failed
from infra.local.paths import LocalPaths
from infra.local.start import stop, up
from infra.urls import STOREFRONT_DEFAULT

ASK = "Every account, basket and order in {} will be gone. Go on? [y/N] "


def main() -> None:
    arguments = _parser().parse_args()
    try:
        arguments.do(LocalPaths(), arguments)
    except Failed as failed:
        sys.exit(str(failed))
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, do, says in (
        ("up", _up, "start it, deploy the shop, and leave it running"),
        ("down", _down, "stop it; what it holds is kept"),
        ("status", _status, "say whether it runs, and since when what it holds is saved"),
        ("restore", _restore, "go back to the state that was saved before the last one, when that is damaged"),
    ):
        commands.add_parser(name, help=says, description=says).set_defaults(do=do)
    reset = commands.add_parser("reset", help="forget every account, basket and order")
    reset.add_argument("--yes", action="store_true", help="without asking")
    reset.set_defaults(do=_reset)
    read = commands.add_parser("logs", help="what the functions logged")
    read.add_argument("service", nargs="?", default="", help="only this service's, such as order")
    read.add_argument("--order", default="", metavar="ID", help="only lines that name this order")
    read.add_argument("--follow", action="store_true", help="go on until Ctrl-C")
    read.set_defaults(do=_logs)
    return parser


def _up(paths: LocalPaths, _: argparse.Namespace) -> None:
    with lock.hold_lock(paths, print):
        running = up(paths, cloud.port(), STOREFRONT_DEFAULT, print, stays=True)
    print(f"{running.endpoint} stays until `python -m infra.local down`; {paths.outputs} tells how to reach the shop")


def _down(paths: LocalPaths, arguments: argparse.Namespace) -> None:
    with lock.hold_lock(paths, print) as held:
        held.note(lock.STOPPING)
        if running := cloud.find(paths):
            stop(paths, running)
    _status(paths, arguments)


def _status(paths: LocalPaths, _: argparse.Namespace) -> None:
    running = cloud.find(paths)
    print(
        f"The local cloud runs at {running.endpoint} (process {running.pid})"
        if running
        else "The local cloud does not run"
    )
    if saved := state.saved_at(paths.state):
        print(f"What it holds was last saved at {saved}")


def _restore(paths: LocalPaths, _: argparse.Namespace) -> None:
    with lock.hold_lock(paths, print):
        if running := cloud.find(paths):
            raise Failed(f"The local cloud runs (process {running.pid}): `python -m infra.local down` first.")
        aside = state.restore(paths)
    print(
        f"The next start goes on from {state.saved_at(paths.state) or 'an earlier time'}; "
        f"what was damaged is in {aside}"
    )


def _reset(paths: LocalPaths, arguments: argparse.Namespace) -> None:
    with lock.hold_lock(paths, print):
        if not arguments.yes and not _confirm(paths):
            raise Failed("Nothing was changed.")
        if running := cloud.find(paths):
            stop(paths, running)
        for folder in (paths.state, paths.previous, paths.saving):
            shutil.rmtree(folder, ignore_errors=True)
        paths.unread.unlink(missing_ok=True)
    print(f"{paths.state} is empty now")


def _confirm(paths: LocalPaths) -> bool:
    if not sys.stdin.isatty():
        raise Failed(f"{ASK.format(paths.state).partition('Go on')[0]}Say so with --yes.")
    return input(ASK.format(paths.state)).strip().lower() in ("y", "yes")


def _logs(paths: LocalPaths, arguments: argparse.Namespace) -> None:
    running = cloud.find(paths)
    if running is None:
        raise Failed("The local cloud does not run: `make run`, or `python -m infra.local up`.")
    for line in logs.read(running, arguments.service, arguments.order, follow=arguments.follow):
        print(line, flush=True)


if __name__ == "__main__":
    main()
