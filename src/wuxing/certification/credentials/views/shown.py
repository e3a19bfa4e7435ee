"""Seals, papers and proofs as pages show them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.credentials import queries, words
from wuxing.certification.credentials.drawing import sheets
from wuxing.certification.credentials.models import Seal
from wuxing.certification.credentials.wordings import LANGUAGES
from wuxing.core.errors import NotFound, RuleBroken
from wuxing.core.ledger import queries as ledger
from wuxing.core.ledger.views import panel_for
from wuxing.core.reasons import say

FILES = {
    "certificate.jwt": "application/vc+jwt",
    "certificate.json": "application/json",
    "certificate.tlog-proof": "text/plain; charset=utf-8",
    "certificate.opening.json": "application/json",
    "code.svg": "image/svg+xml",
}
"""What can be taken away beside the paper, with its kind."""


def links(certificate_id: int, pdf: str, file: str, *before: Any) -> dict[str, Any] | None:
    """Return where papers and proofs of a certificate are taken from, or None when it is not sealed.

    `pdf` and `file` name addresses; `before`: what stands in them before language and name.
    """
    seal = queries.latest(certificate_id)
    if seal is None:
        return None
    return {
        "seal": seal,
        "picture": reverse(file, args=[*before, "code.svg"]),
        "pdfs": [(label, reverse(pdf, args=[*before, code])) for code, label in LANGUAGES.items()],
        "files": [(words.file(name), reverse(file, args=[*before, name])) for name in FILES],
    }


def of_body(found: Certificate) -> dict[str, Any] | None:
    """Return the links of a certificate for the body's own pages."""
    names = ("certification:certificate_pdf", "certification:certificate_file")
    return links(found.pk, *names, found.pk)


def proof(seal: Seal) -> dict[str, Any]:
    """Return the proof panel of a seal's entry."""
    return panel_for(ledger.proof_of(seal.tenant_id, seal.entry_id)) | {"title": _("Its entry in the log")}


def seals(found: Certificate) -> list[dict[str, Any]]:
    """Return the rows of the seals, newest first."""
    return [
        {"row": one, "reason": words.seal_reason(one.reason), "digest": bytes(one.digest).hex()}
        for one in queries.seals(found.pk)
    ]


def papers(found: Certificate) -> list[dict[str, Any]]:
    """Return the rows of the papers, newest first."""
    return [
        {
            "row": one,
            "kind": words.paper(one.kind, one.copy),
            "language": LANGUAGES.get(one.language, one.language),
            "url": reverse("certification:certificate_paper", args=[found.pk, one.pk]),
        }
        for one in queries.papers(found.pk)
    ]


def file(seal: Seal, name: str) -> HttpResponse:
    """Return a file that proves a seal. Raises NotFound, RuleBroken (its entry waits for the log)."""
    if name not in FILES:
        raise NotFound(say("there is no such file here"))
    if name == "code.svg":
        return download(sheets.picture(seal.code).encode(), f"{seal.content['number']}.svg", FILES[name], inline=True)
    if name == "certificate.jwt":
        return download(seal.credential.encode(), f"{seal.content['number']}.jwt", FILES[name])
    proofs = queries.proofs(seal)
    if proofs is None:
        raise RuleBroken(say("the certificate waits for its place in the log; try again in a few seconds"))
    text = {
        "certificate.json": proofs.content,
        "certificate.tlog-proof": proofs.log,
        "certificate.opening.json": proofs.opening,
    }[name]
    return download(text.encode(), f"{seal.content['number']}{name.removeprefix('certificate')}", FILES[name])


def download(content: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    """Return bytes as a file to keep, or to look at."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response
