"""Pages of procedure 5."""
