"""Pages of a company about its own certification."""
