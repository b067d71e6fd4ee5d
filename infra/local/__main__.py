"""`python -m infra.local up|down|status|reset`: the local cloud without the storefront."""

import argparse
import shutil
import sys

from infra.addresses import STOREFRONT_DEFAULT
from infra.local import cloud
from infra.local.cloud import Failed
from infra.local.paths import Place
from infra.local.start import stop, up


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument("what", choices=("up", "down", "status", "reset"), help="reset forgets every user, basket and order")
    what = parser.parse_args().what
    place = Place()
    try:
        {"up": _up, "down": _down, "status": _status, "reset": _reset}[what](place)
    except Failed as failed:
        sys.exit(str(failed))


def _up(place: Place) -> None:
    running = up(place, cloud.port(), STOREFRONT_DEFAULT, print, stays=True)
    print(f"{running.endpoint} stays until `python -m infra.local down`; {place.outputs} tells how to reach the shop")


def _down(place: Place) -> None:
    if running := cloud.find(place):
        stop(place, running)
    _status(place)


def _status(place: Place) -> None:
    running = cloud.find(place)
    print(f"The local cloud runs at {running.endpoint} (process {running.pid})" if running else "The local cloud does not run")


def _reset(place: Place) -> None:
    _down(place)
    shutil.rmtree(place.state, ignore_errors=True)
    place.unread.unlink(missing_ok=True)
    print(f"{place.state} is empty now")


if __name__ == "__main__":
    main()
