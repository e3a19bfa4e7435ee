"""Read the configuration from all contexts."""
