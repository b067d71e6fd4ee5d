"""`manage.py dead_letters`: what failed on its way, and what to do about it, by the staff API."""

from typing import TypedDict

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.contracts.operation import Body, Empty, Operation, Path, Query, Reply
from backend.contracts.operations.models import AuditQuery, DeadLetter, DeadLetterPath, Discard, Redrive
from backend.contracts.operations.operations import (
    DISCARD_DEAD_LETTER,
    GET_DEAD_LETTER,
    LIST_AUDIT_ENTRIES,
    REDRIVE_DEAD_LETTER,
)
from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.clients import api
from storefront.dead_letters import client, notices
from storefront.dead_letters.client import QueueNotFound

ALL = "all"


class Options(TypedDict, total=False):
    """What is typed after the name of a subcommand."""

    message: str
    queue: str
    dry_run: bool
    reason: str


class Command(BaseCommand):
    help = (
        "Lists, shows, sends on again (redrive) or throws away (discard) messages that failed; "
        "audit tells who did what."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="messages: queue, id, event, age, receives")
        commands.add_parser("show", help="one message in full").add_argument("message")
        commands.add_parser("audit", help="what was done, by whom and why")
        for name, what in (("redrive", "send on again"), ("discard", "throw away for good")):
            acts = commands.add_parser(name, help=what)
            acts.add_argument("message", help="its id" + (f", or {ALL}" if name == "redrive" else ""))
            acts.add_argument("--queue", default="", help="only this queue, such as OrderDeadLetters")
            acts.add_argument("--dry-run", action="store_true", help="only tell what would be done")
            acts.add_argument("--reason", required=name == "discard", default="", help="why, for the audit log")

    def handle(self, *args: object, command: str, **options: object) -> None:
        with command_errors("Messages that were not yet redriven or discarded are still in their queue."):
            try:
                getattr(self, f"_{command}")(options)
            except QueueNotFound as error:
                raise CommandError(str(error)) from None

    def _list(self, options: Options) -> None:
        if not self._each_listed("", ""):
            self.stdout.write("Nothing has failed.")

    def _show(self, options: Options) -> None:
        letter = self._one(GET_DEAD_LETTER, options["message"], "")
        self.stdout.write(
            f"{notices.format_message(letter)}\n{letter.reason}\n"
            f"{letter.stuck or f'A redrive takes it to {letter.to}.'}"
        )
        self.stdout.write(notices.pretty(letter.body))
        if notices.cut(letter):
            self.stdout.write(f"… of {letter.size} bytes")

    def _audit(self, options: Options) -> None:
        page = _ask(LIST_AUDIT_ENTRIES)
        entries = list(page.items)
        while page.next:
            page = _ask(LIST_AUDIT_ENTRIES, query=AuditQuery(cursor=page.next))
            entries += page.items
        if not entries:
            self.stdout.write("Nothing was redriven or discarded.")
        for entry in reversed(entries):
            self.stdout.write(notices.format_audit_entry(entry))

    def _redrive(self, options: Options) -> None:
        only, why, message = options["queue"], options["reason"].strip(), options["message"]
        if options["dry_run"]:
            self._dry("redrive", message, only)
        elif message == ALL:
            self._redrive_all(only, why)
        else:
            self._print_result("redrive", self._one(REDRIVE_DEAD_LETTER, message, only, body=Redrive(reason=why)))

    def _redrive_all(self, only: str, why: str) -> None:
        seen = client.queues(_ask, only)
        for queue in seen.items:
            stuck: dict[str, DeadLetter] = {}
            for step in client.redrive_all(_ask, queue.name, seen.at, why):
                stuck |= {letter.id: letter for letter in step.stuck}
                for letter in step.items:
                    self._print_result("redrive", letter)
            for letter in stuck.values():
                self.stdout.write(f"stuck    {notices.format_message(letter)}: {letter.stuck}")

    def _discard(self, options: Options) -> None:
        only, why, message = options["queue"], options["reason"].strip(), options["message"]
        if message == ALL or not why:
            raise CommandError("Messages are discarded one by one, each with a reason.")
        if options["dry_run"]:
            self._dry("discard", message, only)
        else:
            self._print_result("discard", self._one(DISCARD_DEAD_LETTER, message, only, body=Discard(reason=why)))

    def _dry(self, what: str, message: str, only: str) -> None:
        if message == ALL:
            self._each_listed(f"would {what}  ", only)
        else:
            self._print_result(f"would {what}", self._one(GET_DEAD_LETTER, message, only))

    def _print_result(self, what: str, letter: DeadLetter) -> None:
        self.stdout.write(f"{what}  {notices.format_message(letter)}")

    def _each_listed(self, before: str, only: str) -> bool:
        """Return whether there were any."""
        any_listed = False
        for queue in client.queues(_ask, only).items:
            page = client.list_queue(_ask, queue)
            any_listed = any_listed or bool(page.items or page.queue.waiting or page.queue.held)
            for letter in page.items:
                self.stdout.write(
                    f"{before}{notices.format_message(letter)}"
                    + (f": stuck, {letter.stuck}" if letter.stuck and before else "")
                )
            if more := page.queue.waiting + page.queue.held - len(page.items):
                self.stdout.write(f"{queue.name}: {more} more")
        return any_listed

    def _one(
        self,
        operation: Operation[DeadLetterPath, Empty, Body, DeadLetter],
        message: str,
        only: str,
        body: Body | None = None,
    ) -> DeadLetter:
        """Return what the operation says of the message, in whichever queue it is."""
        done = client.run_action(_ask, operation, client.queues(_ask, only).items, message, body)
        if done is None:
            raise CommandError("There is no such message.")
        return done


def _ask(
    operation: Operation[Path, Query, Body, Reply],
    *,
    path: Path | None = None,
    query: Query | None = None,
    body: Body | None = None,
) -> Reply:
    """Call with the rights of whoever is signed in at this terminal."""
    return api.call(operation, path=path, query=query, body=body, token=access_token(), timeout=client.TIMEOUT)
