"""Pages of score and report."""
