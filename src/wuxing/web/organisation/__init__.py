"""Members, keys for machines, and one's own account."""
