"""Pages of the body's rules."""
