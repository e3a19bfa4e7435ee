"""Give certificates their place in the lists, set their bits, sign the lists."""

from wuxing.certification.certificate.models import Certificate
from wuxing.core.actors import Actor


def follow(found: Certificate, *, by: Actor) -> None:
    """Set the bits of a certificate as its state says; a new one gets its place."""
