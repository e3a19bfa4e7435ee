"""证据包: an assessment in one file that anybody can check without us: pack, inputs, sampled records, proofs, report."""
