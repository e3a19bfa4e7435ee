"""The technician's day."""
