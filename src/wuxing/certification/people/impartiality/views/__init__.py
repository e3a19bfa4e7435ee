"""Pages of risks and minutes."""
