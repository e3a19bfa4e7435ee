"""Verify whatever proves itself: carriers of a certificate, its place in a log, its status. Values in, a verdict out."""
