"""The search engine: OpenSearch if the infrastructure names a domain (`OPENSEARCH`), else SQLite in the function."""

import os

if "OPENSEARCH" in os.environ:
    from backend.search.opensearch.opensearch_engine import (
        apply_entry,
        compact,
        is_searchable,
        rebuild,
        search,
        suggest,
    )
else:
    from backend.search.sqlite.sqlite_engine import apply_entry, compact, is_searchable, rebuild, search, suggest

__all__ = ["apply_entry", "compact", "is_searchable", "rebuild", "search", "suggest"]
