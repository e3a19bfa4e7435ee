"""Pages of the document review."""
