"""Packs: a folder of YAML read, checked, made canonical and named by its sha256. Pure."""
