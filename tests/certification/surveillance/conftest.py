"""Certificates of any day."""

from tests.certification.certificate.conftest import certify, grant

__all__ = ["certify", "grant"]
