"""Certificates that a revoked key touches: the newest seal is its own, made when it was not believed any more."""

from django.db.models import Exists, OuterRef, QuerySet

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.rules import LIVING
from wuxing.certification.credentials.models import CertificatePaper, Seal
from wuxing.certification.keys.models import SigningKey


def certificates(key: SigningKey) -> QuerySet[Certificate]:
    """Return the living certificates that are to be sealed anew because `key` is revoked; none while it is not."""
    if key.revoked_from is None:
        return Certificate.objects.none()
    newer = Seal.objects.filter(certificate=OuterRef("certificate"), revision__gt=OuterRef("revision"))
    own = Seal.objects.filter(~Exists(newer), certificate=OuterRef("pk"))
    signed = own.filter(key=key, sealed_at__gte=key.revoked_from)
    printed = own.filter(
        Exists(CertificatePaper.objects.filter(seal=OuterRef("pk"), key=key, made_at__gte=key.revoked_from))
    )
    rows = Certificate.objects.filter(state__in=sorted(LIVING)).filter(Exists(signed) | Exists(printed))
    return rows.order_by("pk")
