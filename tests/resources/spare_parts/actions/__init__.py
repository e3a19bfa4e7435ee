"""Actions of procedure 11."""
