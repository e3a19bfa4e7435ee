"""Populations: the record types that packs may count, each field a fact with its expression in SQL."""
