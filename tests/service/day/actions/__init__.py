"""Actions of the technician's day."""
