"""Wuxing (五星): after-sales service and its certification."""

__version__ = "0.1.0"
