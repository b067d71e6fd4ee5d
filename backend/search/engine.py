"""Which engine searches: the one inside the functions, or an OpenSearch domain where the infrastructure names one."""

import os

if "OPENSEARCH" in os.environ:
    from backend.search.opensearch import compact, readable, rebuild, search, suggest, take
else:
    from backend.search.embedded import compact, readable, rebuild, search, suggest, take

__all__ = ["compact", "readable", "rebuild", "search", "suggest", "take"]
