"""`manage.py write_texts`: collects the texts marked for translation, and compiles the translations."""

from babel.messages.catalog import Message
from django.core.management.base import BaseCommand

from storefront.site import message_files


class Command(BaseCommand):
    """Writes the message files again; tells how many texts are still to translate."""

    help = "collects the texts of the pages for translators, and compiles what they have translated"
    requires_system_checks = ()

    def handle(self, *arguments: object, **options: object) -> None:
        """Write, and count what is left."""
        message_files.write()
        for language in message_files.LANGUAGES:
            left = [each for each in message_files.read(language) if each.id and not _is_translated(each)]
            self.stdout.write(f"{language}: {len(left)} texts to translate")


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)
