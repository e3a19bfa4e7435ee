"""Pages of procedure 11."""
