"""官方分值: licensed points and texts, loaded by one person and signed off by another."""
