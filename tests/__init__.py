"""The tests, and the campaigns that `make faults` and `make chaos` run."""

import environment

environment.use()
