"""What the search finds of what was judged right: NDCG@10 and zero-result rate, beside plain FTS5 and RapidFuzz over
titles."""

import os

import django

from bench.figure import Figure

AIM = 0.1
"""The most that NDCG@10 may be away from 1."""


def run() -> list[Figure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
    django.setup()
    from tests.relevance.report import (
        CATALOGUES,
        OURS,
        measures,
        queries,
        report,
    )  # the catalogue's importer is Django's

    print(report())
    figures = []
    for name in CATALOGUES:
        found = measures(name)
        others = ", ".join(
            f"{engine} {each.ndcg:.3f} and {each.zero:.1%}" for engine, each in found.items() if engine != OURS
        )
        note = f"{len(queries(name))} queries; {others}"
        figures.append(Figure(f"NDCG@10 missed, {name}", round(1 - found[OURS].ndcg, 3), "", AIM, note))
        figures.append(Figure(f"found nothing, {name}", round(found[OURS].zero * 100, 1), "%", 1))
    return figures
