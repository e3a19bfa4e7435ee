"""What reads the ledger: proofs, timelines, the state, and the verification of the whole."""
