"""The backend: one folder per microservice, and the contracts they meet at."""

import sys

if sys.argv[:1] == ["-m"]:  # `python -m backend.contracts`, never in a function
    import environment

    environment.use()
