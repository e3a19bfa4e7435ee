"""The 22 procedures, each findable by its name."""
