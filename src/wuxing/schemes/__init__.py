"""Certification schemes as data: packs, their editions, the language of their conditions, and scoring."""
