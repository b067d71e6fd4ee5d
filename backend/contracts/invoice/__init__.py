"""The invoice service's contract: the invoice of each paid order, and a credit note for each refund."""
