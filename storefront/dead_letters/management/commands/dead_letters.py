"""`manage.py dead_letters`: what could not be consumed, and what to do about it, with the operator's AWS credentials."""

import json
import time
from hashlib import sha256
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from storefront.dead_letters import audit, queues
from storefront.dead_letters.queues import Letter, Queue
from storefront.outputs import Missing

ALL = "all"


class Command(BaseCommand):
    help = "Lists, shows, sends back (redrive) or throws away (discard) messages of the dead-letter queues; audit tells who did what."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="every message: queue, id, event, age, receives")
        commands.add_parser("show", help="one message in full").add_argument("message")
        commands.add_parser("audit", help="what was done, by whom and why")
        for name, what in (("redrive", "send back to its queue"), ("discard", "throw away for good")):
            acts = commands.add_parser(name, help=what)
            acts.add_argument("message", help="its id" + (f", or {ALL}" if name == "redrive" else ""))
            acts.add_argument("--queue", help="only this queue, such as OrderDeadLetters")
            acts.add_argument("--dry-run", action="store_true", help="only tell what would be done")
            acts.add_argument("--reason", required=name == "discard", default="", help="why, for the audit log")

    def handle(self, *args: Any, command: str, **options: Any) -> None:
        try:
            getattr(self, f"_{command}")(options)
        except Missing as error:
            raise CommandError(str(error)) from None
        except (BotoCoreError, ClientError) as error:
            raise CommandError(f"AWS did not do it: {error}. What is not yet sent back or thrown away is still in its queue.") from None

    def _list(self, options: dict[str, Any]) -> None:
        for queue in queues.queues():
            with queues.held(queue) as letters:
                for letter in letters:
                    self.stdout.write(_line(queue, letter))

    def _show(self, options: dict[str, Any]) -> None:
        def show(queue: Queue, letter: Letter) -> None:
            self.stdout.write(f"{_line(queue, letter)}\n{_pretty(letter.body)}")

        if not self._each(options["message"], None, show):
            raise CommandError("There is no such message.")

    def _audit(self, options: dict[str, Any]) -> None:
        for entry in audit.entries():
            self.stdout.write(f"{_time(entry.at)}  {entry.what}  {entry.queue}  {entry.message}  {entry.who}  {entry.why}")

    def _redrive(self, options: dict[str, Any]) -> None:
        self._act("redrive", options, queues.send_back)

    def _discard(self, options: dict[str, Any]) -> None:
        if options["message"] == ALL or not options["reason"].strip():
            raise CommandError("Messages are thrown away one by one, each with a reason.")
        self._act("discard", options, queues.delete)

    def _act(self, what: str, options: dict[str, Any], deed: Any) -> None:
        dry, who = options["dry_run"], "" if options["dry_run"] else audit.operator()

        def act(queue: Queue, letter: Letter) -> None:
            if not dry:
                digest = sha256(letter.body.encode()).hexdigest()
                audit.write(audit.Entry(who, what, queue.name, letter.id, options["reason"], digest, int(time.time() * 1000)))
                deed(queue, letter)
            self.stdout.write(f"{'would ' if dry else ''}{what}  {_line(queue, letter)}")

        if not self._each(options["message"], options["queue"], act) and options["message"] != ALL:
            raise CommandError("There is no such message.")

    def _each(self, message: str, only: str | None, act: Any) -> int:
        """How many messages there were to act on."""
        found = queues.queues()
        if only and only not in [queue.name for queue in found]:
            raise CommandError(f"There is no queue {only}: there are {', '.join(queue.name for queue in found)}.")
        count = 0
        for queue in found:
            if only in (None, queue.name):
                with queues.held(queue) as letters:
                    for letter in letters:
                        if message in (ALL, letter.id):
                            act(queue, letter)
                            count += 1
        return count


def _line(queue: Queue, letter: Letter) -> str:
    age = max(0, int(time.time() - letter.sent / 1000))
    clock = f"{age // 3600}:{age // 60 % 60:02}:{age % 60:02}"
    return f"{queue.name}  {letter.id}  {_event(letter.body)}  {clock} old  received {letter.received}×"


def _event(body: str) -> str:
    try:
        return ascii(json.loads(body)["detail-type"])[1:-1]
    except (ValueError, KeyError, TypeError):
        return "not an event"


def _pretty(body: str) -> str:
    """Indented, and pure ASCII: nothing in a message can play with the terminal."""
    try:
        return json.dumps(json.loads(body), indent=2)
    except ValueError:
        return ascii(body)


def _time(at: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(at / 1000))
