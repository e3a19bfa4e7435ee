"""What writes the ledger: record, integrate, seal, publish, erase."""
