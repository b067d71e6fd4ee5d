"""`python -m infra.account -c stage=production`: compares the account that the credentials in the environment open with
the one in the stage's file, before anything is changed."""

import argparse
import sys
from collections.abc import Sequence

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.config import Config, choose
from infra.stage_reading import ConfigRefused


class AccountRefused(Exception):
    """The credentials do not lead where the stage belongs; the message says in one line what to do."""


def context(arguments: Sequence[str]) -> dict[str, str]:
    """Return CDK context from arguments as the CDK command takes them: `-c stage=trial -c owner=anna`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-c", "--context", action="append", default=[], metavar="NAME=VALUE")
    return {name: value for name, _, value in (each.partition("=") for each in parser.parse_args(arguments).context)}


def parse(arguments: Sequence[str]) -> Config:
    """Return what is chosen by such arguments. Raises ConfigRefused."""
    return choose(context(arguments))


def session(config: Config) -> boto3.Session:
    """Return a session of the credentials in the environment, in the stage's region if it names one."""
    return boto3.Session(region_name=config.region or None)


def check(config: Config, session: boto3.Session) -> str:
    """Return the account of the credentials, if the stage may be deployed to it. Raises AccountRefused."""
    if not session.region_name:
        raise AccountRefused(f"Name a region: “region” in the file of {config.stage}, or AWS_REGION")
    try:
        account = str(session.client("sts").get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as error:
        raise AccountRefused(f"No credentials that AWS takes: {' '.join(str(error).split())}") from None
    if config.account and account != config.account:
        raise AccountRefused(
            f"The credentials are of account {account}, and {config.stage} belongs to {config.account}: "
            "sign in there, or mend “account” in its file. Nothing was changed."
        )
    return account


def main(arguments: Sequence[str] | None = None) -> None:
    try:
        config = parse(sys.argv[1:] if arguments is None else arguments)
        account = check(config, here := session(config))
    except (ConfigRefused, AccountRefused) as refused:
        raise SystemExit(str(refused)) from None
    print(f"{config.name}: account {account}, {here.region_name}")


if __name__ == "__main__":
    main()
