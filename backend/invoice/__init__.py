"""The invoice service: one invoice per paid order, one credit note per refund, numbered without gaps."""
