"""What the company promises and how it keeps its own rules."""
