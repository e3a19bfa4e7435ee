"""Pages of the warranty decision: terms and exclusions, the law's rule sets, units with their contracts."""
