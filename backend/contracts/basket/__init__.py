"""The basket service's contract: lines, and the checkout that turns them into an order."""
