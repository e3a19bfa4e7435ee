"""Seal certificates."""

from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.core.actors import Actor


def follow(found: Certificate, event: CertificateEvent, *, by: Actor) -> None:
    """Seal a certificate that was issued, or anew where what it says changed."""
