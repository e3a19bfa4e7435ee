"""Pages of procedure 22."""
