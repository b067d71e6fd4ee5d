"""How well the search finds: judged queries over two catalogues, measured beside plain FTS5 and RapidFuzz.

`python -m tests.relevance`.
"""
