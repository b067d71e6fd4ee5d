"""The contracts between the two halves of the shop and its services: every path, shape and event name is defined here
and nowhere else."""
