"""Pages of the public doors."""
