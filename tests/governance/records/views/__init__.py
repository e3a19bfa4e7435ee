"""Tests of procedure 21."""
