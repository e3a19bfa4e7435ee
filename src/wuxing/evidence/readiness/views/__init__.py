"""The pages of readiness, metrics and records, and the report as a file."""
