"""Write the public register."""

from wuxing.certification.certificate.models import Certificate


def follow(found: Certificate) -> None:
    """Show a certificate in the public register as it is now."""
