"""Measurements against the goals of the product, each beside its reference in the same run: `make bench`."""
