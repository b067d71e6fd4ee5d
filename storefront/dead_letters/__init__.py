"""What could not be consumed: seen, sent back to its queue or thrown away by an operator, each step in an audit log."""
