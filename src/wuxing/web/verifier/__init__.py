"""The verifier page: one file that checks certificates in a browser, opened from here or from a disk, without a network."""
