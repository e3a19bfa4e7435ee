"""Forms of procedure 22."""
