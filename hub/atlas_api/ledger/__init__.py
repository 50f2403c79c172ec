"""The append-only ledger of facts."""
