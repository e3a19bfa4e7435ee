"""Doors of public logs and witnesses: those of the world, and the organisation's page."""
