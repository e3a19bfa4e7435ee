"""The words on the paper of a certificate, in the active language."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

LANGUAGES = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
ORIGINAL, TRANSLATION, DUPLICATE = "original", "translation", "duplicate"


def other(language: str, original: str) -> str:
    """Return the second language of a page: English under Chinese, under English the original's Chinese."""
    if language != "en":
        return "en"
    return original if original != "en" else "zh-hans"


def title() -> str:
    """Return what the paper is called."""
    return pgettext("paper of a certificate", "Service Certificate")


def labels() -> dict[str, str]:
    """Return the labels of the page."""
    return {
        "exercise": pgettext("across the paper of a certificate", "EXERCISE"),
        "exercise_band": _("Exercise: this certificate has no effect and must not be used"),
        "number": pgettext("paper of a certificate", "Certificate no."),
        "certify": pgettext("paper of a certificate", "This is to certify that the after-sales service of"),
        "credit_code": pgettext("paper of a certificate", "Unified social credit code"),
        "address": pgettext("paper of a certificate", "Address"),
        "score": pgettext("paper of a certificate", "Score"),
        "check": pgettext("paper of a certificate", "Check this certificate"),
        "scan": _("Scan the code for its standing in the public register; offline tools read it too."),
        "sealed": _("What it says is signed by the body and stands in its public log; this PDF carries the proofs."),
        "key": pgettext("paper of a certificate", "Key"),
        "seal_place": pgettext("paper of a certificate", "(place of the seal)"),
        "approval": pgettext("paper of a certificate", "Approval no."),
        "annex": pgettext("paper of a certificate", "Annex to the certificate"),
    }


def statement(basis: list[str], scheme: str) -> str:
    """Return what is certified."""
    return pgettext(
        "paper of a certificate", "was evaluated, fulfils the requirements of %(basis)s (%(scheme)s) and is graded"
    ) % {"basis": ", ".join(basis), "scheme": scheme}


def dates(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the days of a certificate."""
    return [
        (pgettext("paper of a certificate", "Issued on"), content["issued_on"]),
        (pgettext("paper of a certificate", "Valid until"), content["valid_until"]),
        (pgettext("paper of a certificate", "Last evaluated on"), content["last_evaluated_on"]),
        (pgettext("paper of a certificate", "Surveillance due by"), content["surveillance_due_on"]),
    ]


def scope() -> str:
    """Return the label of the scope."""
    return pgettext("paper of a certificate", "Scope")


def sites() -> str:
    """Return the label of the sites."""
    return pgettext("paper of a certificate", "Sites")


def replaces() -> str:
    """Return the label of the certificate in whose place this one stands."""
    return pgettext("paper of a certificate", "In the place of")


def site(name: str, address: str) -> str:
    """Return a site in one line."""
    return (
        pgettext("a site and its address", "%(name)s (%(address)s)") % {"name": name, "address": address}
        if address
        else name
    )


def joined(parts: list[str]) -> str:
    """Join sites in one line."""
    return pgettext("between the sites of a certificate", "; ").join(parts)


def see_annex() -> str:
    """Return where the scope stands."""
    return pgettext("paper of a certificate", "see the annex")


def sites_in_annex(count: int) -> str:
    """Return how many sites stand in the annex."""
    return ngettext("%(count)s site, see the annex", "%(count)s sites, see the annex", count) % {"count": count}


def sites_titled(count: int) -> str:
    """Return the title of the sites in the annex."""
    return pgettext("paper of a certificate", "Sites: %(count)s") % {"count": count}


def site_heads() -> list[str]:
    """Return the heads of the table of sites."""
    return [
        pgettext("paper of a certificate", "No."),
        pgettext("paper of a certificate", "Name"),
        pgettext("paper of a certificate", "Address"),
    ]


def paper(kind: str, copy: int) -> str:
    """Return which paper it is; nothing for the original."""
    if kind == TRANSLATION:
        return pgettext("paper of a certificate", "Translation")
    if kind == DUPLICATE:
        return pgettext("paper of a certificate", "Duplicate no. %(copy)s") % {"copy": copy}
    return ""


def note(content: dict[str, Any], kind: str, original: str, made_on: date) -> str:
    """Return the line at the foot: what counts."""
    said = [_("The public register says whether it is in force; the holder undergoes surveillance by the day named.")]
    if content["revision"] > 1:
        said.insert(0, _("Revision %(number)s; earlier ones are superseded.") % {"number": content["revision"]})
    if kind == TRANSLATION:
        said.insert(0, _translated(original))
    if kind == DUPLICATE:
        said.insert(0, _("Made on %(day)s for one that was lost.") % {"day": made_on.isoformat()})
    return " ".join(said) if translation.get_language() == "en" else "".join(said)


def _translated(original: str) -> str:
    return {
        "zh-hans": _("Translation; the original is in Simplified Chinese."),
        "zh-hant": _("Translation; the original is in Traditional Chinese."),
        "en": _("Translation; the original is in English."),
    }[original]


def attached(name: str) -> str:
    """Return what a file in the PDF is."""
    return {
        "certificate.json": _("What the certificate says, canonical JSON (RFC 8785)"),
        "certificate.jwt": _("The signed credential (W3C Verifiable Credential 2.0)"),
        "certificate.tlog-proof": _("Proof that it stands in the public log (c2sp.org/tlog-proof)"),
        "certificate.opening.json": _("What links the entry of the log with the content"),
    }[name]
