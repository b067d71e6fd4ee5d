"""Taking a restored table into use, as the run-book's page “A table is lost” says."""


class RestoreRefused(Exception):
    """It cannot be done so; the message says in one line why."""
