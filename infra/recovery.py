"""Which tables can be set back to an earlier second, and which are rather filled again; readable without CDK."""

RECOVERY_DAYS = 35
"""How far back a table can be restored to any second: as far as DynamoDB keeps its log."""

ARCHIVE_DAYS = 30
"""How long the bus's archive holds an event."""

REBUILT = {
    "Search/Table": "What was heard of products is heard again by `republish_products`, and the index is made of that",
    "Picture/Table": "Uploads are forgotten after a week; the pictures themselves are versioned objects of a bucket",
    "Sandbox/Table": "Test cards and what was paid with them: it stands for a provider, which has backups of its own",
    "Storefront/Sessions": "Who was signed in signs in again; nothing that a shopper owns is in a session alone",
}
"""Tables that have neither point-in-time recovery nor backups, by their paths in the data stack, and why nothing is
lost with them."""
