"""What the shop costs and how fast it is: every figure next to its baseline, in one run.

Timings are never tests.
"""

import environment

environment.use()
