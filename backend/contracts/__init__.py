"""What the halves of the shop and its services agree on: every path, shape and event name is written here and nowhere
else."""
