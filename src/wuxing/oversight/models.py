"""Tables of the context."""
