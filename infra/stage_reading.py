"""Reads the file of a stage, and says in one line what is wrong with it and what may be chosen."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from backend.contracts.schemas import Schema
from infra.functions import RECOVERED_SERVICES, has_stream
from infra.stage_file import Backup, StageFile

FOLDER = Path(__file__).parent / "stages"
STAGE = r"(?=.{1,16}\Z)[a-z]+(-?[a-z0-9]+)*"
"""The name of a stage, and of its file: a part of the names of its stacks."""

FIREWALL_REGION = "us-east-1"
"""Web ACLs for CloudFront are made there, wherever the shop is."""
MAX_OUTPUT = 1_024
"""Bytes of a value among a stack's outputs.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""
TEST_PROVIDERS = {"sandbox"}
_SCHEMA: dict[str, Schema] = msgspec.json.schema(StageFile)["$defs"]


class ConfigRefused(ValueError):
    """A choice that there is not; the message says in one line what may be chosen."""


def stages(folder: Path = FOLDER) -> list[str]:
    """Return the names of the stages that have a file."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read_stage(name: str, folder: Path = FOLDER) -> StageFile:
    """Return what a stage's file says. Raises ConfigRefused."""
    if not (name in stages(folder) and re.fullmatch(STAGE, name)):
        raise ConfigRefused(
            f"There is no stage “{name}”: {_display_path(folder)} has {', '.join(stages(folder)) or 'none'}"
        )
    file = _read(folder / f"{name}.toml")
    for wrong in (*_contradictions(file), *_collisions(file, name, folder)):
        raise ConfigRefused(f"{_display_path(folder / f'{name}.toml')}: {wrong}")
    return file


def _read(path: Path) -> StageFile:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), StageFile)
    except msgspec.ValidationError as error:
        raise ConfigRefused(f"{_display_path(path)}: {_explain(str(error))}") from None
    except ValueError as error:  # no TOML, no UTF-8
        raise ConfigRefused(f"{_display_path(path)} is no TOML: {' '.join(str(error).split())}") from None


def _contradictions(file: StageFile) -> Iterator[str]:
    """Yield what no single value shows."""
    if not file.trial and not (file.account and file.region):
        yield "name “account” and “region”: only a stage with “trial = true” may be deployed anywhere"
    if not file.trial and file.provider in TEST_PROVIDERS and not file.demo:
        yield "“provider” is the sandbox, whose test cards would buy real goods: choose “stripe”, or say “demo = true”"
    if file.heartbeat and not file.trial and not file.demo:
        yield "“heartbeat” buys with a test card, and this stage takes real money: leave it out, or say “demo = true”"
    if not file.trial and not file.demo and file.has_sample_seller:
        yield "name who sells, “[seller]”: invoices, mails and the imprint would still hold data of the sample"
    if len(msgspec.json.encode(file.seller)) > MAX_OUTPUT:
        yield f"“seller” is longer than the {MAX_OUTPUT} bytes that CloudFormation hands on"
    if file.web.hosted and file.domain and not file.web.certificate:
        yield "name “web.certificate”: CloudFront answers at a domain only with its certificate, in us-east-1"
    if file.web.zone and not (file.web.hosted and file.domain):
        yield "“web.zone” leads a domain to the hosted shop: name “domain”, and say “web.hosted = true”"
    if file.web.staff_addresses and not (file.web.firewall or file.web.web_acl):
        yield "“web.staff_addresses” are the firewall's to know: say “web.firewall = true”, too"
    if file.web.firewall and file.region != FIREWALL_REGION:
        yield f"“web.firewall” is made in {FIREWALL_REGION} only: elsewhere name one that is there by “web.web_acl”"
    if file.monthly_budget and not file.alarm_email:
        yield "“monthly_budget” is told by mail: name “alarm_email”, too"
    if file.backup != Backup() and not file.backup.daily:
        yield "“backup” says how backups are kept, and takes none: say “backup.daily = true”, too"
    if file.backup.daily and file.trial:
        yield "“backup” keeps copies in a vault that cannot be deleted with them, and a trial is deleted: leave one out"
    yield from _wrong_tables(file)
    yield from _wrong_replica(file)
    if file.mail_identity != "address" and not file.mail_from:
        yield "“mail_identity” is for the sender of mails: name “mail_from”, too"


def _wrong_tables(file: StageFile) -> Iterator[str]:
    """Yield what is wrong with the restored tables: a stream is what a service's events come from."""
    for service, table in file.restored.items():
        if service not in RECOVERED_SERVICES:
            yield f"“restored.{service}” is no table that can be restored; there are {', '.join(RECOVERED_SERVICES)}"
        elif ("/stream/" in table) != has_stream(service):
            ending = "with its stream" if has_stream(service) else "without a stream"
            yield f"“restored.{service}” must be a table {ending}: `python -m infra.restore adopt` prints the line"


def _wrong_replica(file: StageFile) -> Iterator[str]:
    if file.replica and file.replica == file.region:
        yield "“replica” is a second region: the stage's own would copy nothing"
    if file.replica and file.trial:
        yield "“replica” makes copies that a trial's tables could not be deleted with: leave one out"
    if file.replica and file.hardened:
        yield "“replica” with “hardened” needs a key in that region, which nothing here makes: leave one out"


def _collisions(file: StageFile, name: str, folder: Path) -> Iterator[str]:
    """Yield what two stages cannot both have: SES verifies an identity once per account and region, and a domain leads
    to one shop."""
    for other in stages(folder):
        if other == name:
            continue
        beside = _read(folder / f"{other}.toml")
        if file.domain and file.domain == beside.domain:
            yield f"“domain” is {other}'s already: each stage has its own"
        if file.new_mail_identity and file.new_mail_identity == beside.new_mail_identity and _neighbours(file, beside):
            yield (
                f"“mail_identity” would be verified by {other}, too: "
                f"choose existing-{file.mail_identity} in one of them"
            )


def _neighbours(one: StageFile, other: StageFile) -> bool:
    """Whether the two may come to lie in the same account and region; what is not named may be any."""
    pairs = ((one.account, other.account), (one.region, other.region))
    return all(not mine or not theirs or mine == theirs for mine, theirs in pairs)


def _explain(error: str) -> str:
    """Say in plain words what msgspec found, such as "Invalid enum value 'elastic' - at `$.search`"."""
    what, _, where = error.partition(" - at `$")
    path = re.findall(r"\w+", re.sub(r"\[[^]]*\]", "", where))
    if unknown := re.search(r"unknown field `(.*?)`", what):
        properties = _SCHEMA[path[0].title() if path else "StageFile"]["properties"]
        return f"there is no “{unknown[1]}”; there are {', '.join(properties)}"
    if not path:
        return what
    return f"“{'.'.join(path)}” must be {_choices(path)}"


def _choices(path: list[str]) -> str:
    """Say what may be chosen for a field."""
    field = _SCHEMA["StageFile"]["properties"][path[0]]
    if path[1:]:
        field = _SCHEMA[path[0].title()]["properties"][path[1]]
    if isinstance(values := field.get("additionalProperties"), dict):
        field = values
    if isinstance(items := field.get("items"), dict):
        return f"a list, each {items['description']}"
    if field.get("type") == "boolean":
        return "true or false"
    if "enum" in field:
        return " or ".join(map(str, field["enum"]))
    return str(field.get("description", "a table"))


def _display_path(path: Path) -> str:
    """Return the path as people type it, from here if it is below."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
