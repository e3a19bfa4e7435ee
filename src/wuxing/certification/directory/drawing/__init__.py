"""The table of checked certificates as PDF."""
