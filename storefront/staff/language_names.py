"""What languages are called where staff read of them, which is in English."""

from backend.contracts.types import Language

NAMES: dict[Language, str] = {"en": "English", "de": "German", "fr": "French"}
