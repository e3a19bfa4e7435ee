"""What follows from an event of a certificate, in its transaction: its bits, its seal, its place in the public register."""

from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.credentials import actions as credentials
from wuxing.certification.register import actions as register
from wuxing.certification.statuslists import actions as statuslists
from wuxing.core.actors import Actor


def follow(found: Certificate, event: CertificateEvent, *, by: Actor) -> None:
    """Let everything that shows a certificate follow its event."""
    statuslists.follow(found, by=by)
    credentials.follow(found, event, by=by)
    register.follow(found)
