"""What failed on its way: seen, sent on again or thrown away by staff, at a terminal or in the back office."""
