"""Why a certificate was sealed, and which papers there are, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.credentials.wordings import DUPLICATE, ORIGINAL, TRANSLATION


def seal_reason(code: str) -> str:
    """Return why a certificate was sealed."""
    return {
        "issue": pgettext("why a certificate was sealed", "Issue"),
        "dates": pgettext("why a certificate was sealed", "Its days moved"),
        "name_change": pgettext("why a certificate was sealed", "Name or address of the holder"),
        "correction": pgettext("why a certificate was sealed", "Correction"),
        "new_key": pgettext("why a certificate was sealed", "New key"),
        "reissue": pgettext("why a certificate was sealed", "Sealed anew"),
    }.get(code, code)


def paper(kind: str, copy: int) -> str:
    """Return which paper it is."""
    return {
        ORIGINAL: pgettext("paper of a certificate", "Original"),
        TRANSLATION: pgettext("paper of a certificate", "Translation"),
        DUPLICATE: pgettext("paper of a certificate", "Duplicate no. %(copy)s") % {"copy": copy},
    }.get(kind, kind)


def file(name: str) -> str:
    """Return what can be taken away beside the paper."""
    return {
        "certificate.jwt": _("Credential (JWT)"),
        "certificate.json": _("Content (JSON)"),
        "certificate.tlog-proof": _("Proof of the log"),
        "certificate.opening.json": _("Opening of the entry"),
        "code.svg": _("QR code (SVG)"),
    }[name]
