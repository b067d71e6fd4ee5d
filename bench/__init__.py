"""What the shop costs and how fast it is: every figure beside what it is measured against, in one run.

Timings are never tests.
"""

import environment

environment.use()
