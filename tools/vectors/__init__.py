"""Test vectors of the certificate format: `python -m tools.vectors` writes vectors/, `--check` says what differs."""
