"""Prints the measures of each engine, by catalogue and kind of query; with `--worst`, the queries that ours answers
worst."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
django.setup()

from tests.relevance.report import report, worst  # noqa: E402 - the catalogues need Django's settings

print(report())
if "--worst" in sys.argv:
    print(worst())
