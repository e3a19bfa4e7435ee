"""Procedure 11."""
