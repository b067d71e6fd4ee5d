"""`python -m infra.smoke https://shop.example.com`; SMOKE_EMAIL and SMOKE_PASSWORD sign in where guests may not buy."""

import os
import sys

from infra.smoke.visitor import SmokeFailed, Visitor

SECONDS = 120  # that an order may need from placed to confirmed


def main() -> None:
    credentials = os.environ.get("SMOKE_EMAIL", ""), os.environ.get("SMOKE_PASSWORD", "")
    try:
        url = sys.argv[1]
    except IndexError:
        raise SystemExit("Say where the shop is: make smoke URL=https://shop.example.com") from None
    try:
        Visitor(url, lambda line: print(line, flush=True), credentials).buy(SECONDS)
    except SmokeFailed as failed:
        raise SystemExit(str(failed)) from None


if __name__ == "__main__":
    main()
