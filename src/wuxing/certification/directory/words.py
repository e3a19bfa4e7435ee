"""Words of the directory in the reader's language."""

from django.utils.translation import gettext as _

from wuxing.certification.directory import checking, exports

LIGHTS = {
    checking.HOLDS: "done",
    checking.UNSEALED: "waiting",
    checking.BROKEN: "late",
    checking.REVOKED: "late",
    checking.DIFFERS: "risk",
    "": "unknown",
}


def proof(code: str) -> str:
    """Return what came of checking what proves a certificate."""
    return {
        checking.HOLDS: _("signature and status list hold"),
        checking.UNSEALED: _("not sealed yet"),
        checking.BROKEN: _("the signature does not hold"),
        checking.REVOKED: _("signed by a revoked key"),
        checking.DIFFERS: _("the signed list says otherwise; ask the body"),
        "": "—",
    }[code]


def kind(code: str) -> str:
    """Return for whom a file is made."""
    if code == exports.NATIONAL:
        return _("National platform (CNCA)")
    return _("IAF CertSearch")
