"""Which engine searches: the one inside the functions, or an OpenSearch domain where the infrastructure names one."""

import os

if "OPENSEARCH" in os.environ:
    from backend.search.opensearch.opensearch_engine import compact, readable, rebuild, search, suggest, take
else:
    from backend.search.sqlite.sqlite_engine import compact, readable, rebuild, search, suggest, take

__all__ = ["compact", "readable", "rebuild", "search", "suggest", "take"]
