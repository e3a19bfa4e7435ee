"""Pages of review and decision: the tab of a case, and all decisions."""
