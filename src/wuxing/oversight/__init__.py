"""The company watches itself: improvement, self-assessment, performance."""
