"""The operations service: what failed on its way is seen, sent on again or thrown away by staff, each step in an audit
log."""
