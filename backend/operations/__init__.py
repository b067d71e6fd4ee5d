"""The operations service: staff inspect failed messages, redrive or discard them; each step is in an audit log."""
