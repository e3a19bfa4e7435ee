"""Certificates, as their own tests make them."""

from tests.certification.certificate.conftest import certify, grant

__all__ = ["certify", "grant"]
