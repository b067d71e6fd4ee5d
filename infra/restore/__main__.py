"""`python -m infra.restore events SINCE -c stage=production`: prints the archived events from a moment on, one a line.

`python -m infra.restore adopt order TABLE -c stage=production`: makes a restored table what the service expects, and
prints the line for the stage's file. Run with the operator's credentials.
"""

import sys

from infra import account
from infra.restore import RestoreRefused
from infra.restore.adopt import adopt
from infra.restore.archive import read_archive
from infra.restore.expected import find_expected
from infra.stage_reading import ConfigRefused


def main(arguments: list[str]) -> None:
    command, *rest = arguments or [""]
    count = {"events": 1, "adopt": 2}.get(command)
    if count is None or len(rest) < count:
        raise SystemExit(str(__doc__))
    positional, context_arguments = rest[:count], rest[count:]
    try:
        config = account.parse(context_arguments)
        session = account.session(config)
        account.check(config, session)
        if command == "events":
            for line in read_archive(config.name, positional[0], session):
                print(line, flush=True)
        else:
            service, table = positional
            print(adopt(service, table, find_expected(service, account.context(context_arguments)), config, session))
    except (RestoreRefused, ConfigRefused, account.AccountRefused) as refused:
        raise SystemExit(str(refused)) from None


if __name__ == "__main__":
    main(sys.argv[1:])
