"""Pages of surveillance and renewal."""
