"""Progress as a kept projection of the ledger."""
