"""Proof: a Merkle log, signed checkpoints and tiles, on plain values. Needs no Django, clock, settings or database."""
