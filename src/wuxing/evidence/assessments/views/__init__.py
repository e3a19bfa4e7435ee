"""Pages of scores that were kept."""
