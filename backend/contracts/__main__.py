"""Prints a contract: `python -m backend.contracts openapi` or `asyncapi`; `write` updates both files in this folder."""

import sys
from pathlib import Path

import msgspec

from backend.contracts.asyncapi import asyncapi
from backend.contracts.openapi import openapi

DOCUMENTS = {"openapi": openapi, "asyncapi": asyncapi}


def render_document(document: str) -> str:
    """Return a document as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(DOCUMENTS[document]()), indent=2).decode() + "\n"


def document_path(document: str) -> Path:
    """Return where a document's checked-in copy is."""
    return Path(__file__).parent / f"{document}.json"


def main(arguments: list[str]) -> None:
    match arguments:
        case ["write"]:
            for document in DOCUMENTS:
                document_path(document).write_text(render_document(document), encoding="utf-8")
        case [document] if document in DOCUMENTS:
            sys.stdout.write(render_document(document))
        case _:
            sys.exit("Usage: python -m backend.contracts openapi | asyncapi | write")


if __name__ == "__main__":
    main(sys.argv[1:])
