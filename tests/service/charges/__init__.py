"""Tests of the warranty decision."""
