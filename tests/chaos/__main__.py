"""`python -m tests.chaos SECONDS SHOPPERS [SEED]` plays a campaign on a local cloud of its own; `make chaos` runs it."""

import os
import shutil
import sys

from tests.chaos.campaign import play
from tests.chaos.report import lines
from tests.cloud import ShopCloud, temporary


def main(seconds: float, shoppers: int, seed: int) -> int:
    """0 when nothing was wrong."""
    folder = temporary()
    print(f"seed {seed}: {shoppers} shoppers for {seconds:.0f} s", flush=True)
    cloud = ShopCloud.start(folder)
    try:
        played = play(cloud, seconds, shoppers, seed)
    finally:
        cloud.stop()
        shutil.rmtree(folder)
    print(*lines(played), sep="\n", flush=True)
    return bool(played.anomalies)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(float(given[0]), int(given[1]), int(given[2]) if given[2:] else int.from_bytes(os.urandom(4))))
