"""Purposes, places and states of keys in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.keys.models import SigningKey

P, S = SigningKey.Purpose, SigningKey.State
BADGES = {S.ACTIVE: "ontime", S.RETIRED: "excluded", S.REVOKED: "late"}


def purpose(code: str) -> str:
    """Return what a key is for."""
    return {
        P.CERTIFICATE: _("Certificates, codes and status lists"),
        P.REHEARSAL: _("Exercises: certificates, codes and status lists"),
        P.DOCUMENT: _("Signatures in PDFs"),
        P.REHEARSAL_DOCUMENT: _("Exercises: signatures in PDFs"),
        P.AUTHORITY: _("Root of the body’s document certificates"),
    }[P(code)]


def state(code: str) -> str:
    """Return the word of a key's state."""
    return {
        S.ACTIVE: pgettext("state of a signing key", "Signs"),
        S.RETIRED: pgettext("state of a signing key", "Signs no more"),
        S.REVOKED: pgettext("state of a signing key", "Revoked"),
    }[S(code)]


def store(code: str) -> str:
    """Return where a private key is."""
    if code == SigningKey.Store.PKCS11:
        return _("hardware module")
    return _("encrypted file")
