"""批量核验: paste certificate numbers, get a table with states and proofs, as page, XLSX or PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wuxing.certification.certificate import words as certificate_words
from wuxing.certification.directory import checking, exports, words
from wuxing.certification.directory.checking import Checked
from wuxing.certification.directory.drawing import pdf
from wuxing.certification.directory.forms import CheckForm
from wuxing.certification.register.views import shown
from wuxing.certification.register.views.doors import FILES, SEARCHES, too_many
from wuxing.core import clock
from wuxing.core.escaping import cell
from wuxing.core.places import public_url

FILES_MADE = {"xlsx", "pdf"}


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check the certificates behind pasted numbers."""
    form = CheckForm(request.POST) if request.method == "POST" else CheckForm()
    wanted = request.POST.get("as", "")
    context: dict[str, Any] = {"form": form, "body_name": "", "rows": None, "status": 200}
    if form.is_bound and too_many(request, FILES if wanted in FILES_MADE else SEARCHES):
        context |= {"limited": True, "status": 429}
    elif form.is_bound and form.is_valid():
        numbers = form.cleaned_data["numbers"]
        rows = [_row(one) for one in checking.checked(numbers)]
        if wanted in FILES_MADE:
            return _file(rows, wanted)
        context |= {"rows": rows, "numbers": "\n".join(numbers), "now": clock.now(), "counts": _counts(rows)}
        context["files"] = [("xlsx", "XLSX"), ("pdf", "PDF")]
    elif form.is_bound:
        context["status"] = 422
    answer = render(request, "certification/directory/check.html", context, status=context["status"])
    answer["Cache-Control"] = "private, no-store"
    return answer


def _row(one: Checked) -> dict[str, Any]:
    if one.entry is None or one.state is None:
        return {
            "number": one.number, "found": False, "state": "unknown", "word": _("no such certificate here"),
            "proof": "", "proof_state": "unknown", "good": False,
        }  # fmt: skip
    told = one.entry.shown
    exercise = one.entry.rehearsal
    return {
        "number": one.entry.number,
        "found": True,
        "holder": one.entry.holder,
        "body": one.entry.tenant.name,
        "level": shown.level(told),
        "state": "risk" if exercise else certificate_words.BADGES[one.state],
        "word": _("exercise") if exercise else certificate_words.state(one.state),
        "valid_until": one.entry.valid_until,
        "due": told["surveillance_due_on"],
        "proof": words.proof(one.proof),
        "proof_state": words.LIGHTS[one.proof],
        "kid": one.kid,
        "url": reverse("certification:register_certificate", args=[one.entry.tenant.slug, one.entry.number]),
        "credential": (told["seal"] or {}).get("credential", ""),
        "good": one.state == "valid" and not exercise and one.proof == checking.HOLDS,
    }


def _counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {"good": sum(1 for one in rows if one["good"]), "all": len(rows)}


def _headings() -> list[str]:
    return [
        "#", _("Number"), _("Holder"), _("Certification body"), _("Level"), _("State"), _("Valid until"),
        _("Surveillance due"), _("Proof"),
    ]  # fmt: skip


def _cells(number: int, one: dict[str, Any]) -> list[str]:
    if not one["found"]:
        return [str(number), one["number"], "", "", "", one["word"], "", "", ""]
    return [
        str(number), one["number"], one["holder"], one["body"], one["level"], one["word"], one["valid_until"].isoformat(),
        one["due"], one["proof"],
    ]  # fmt: skip


def _file(rows: list[dict[str, Any]], form: str) -> HttpResponse:
    now = clock.now()
    name = f"certificates-{now:%Y%m%d-%H%M}.{form}"
    if form == "xlsx":
        links = [_("Page"), _("Credential"), _("Key")]
        table = [[*_headings(), *links]]
        for number, one in enumerate(rows, 1):
            extra = [public_url(one["url"]), one["credential"], one["kid"]] if one["found"] else ["", "", ""]
            table.append([cell(text) for text in (*_cells(number, one), *extra)])
        answer = HttpResponse(exports.workbook(table), content_type=exports.FORMATS["xlsx"])
    else:
        answer = HttpResponse(pdf.draw(_sheet(rows, f"{now:%Y-%m-%d %H:%M} UTC")), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _sheet(rows: list[dict[str, Any]], when: str) -> dict[str, Any]:
    counts = _counts(rows)
    tones = {"ontime": "done", "late": "late"}
    return {
        "lang": get_language() or "zh-hans",
        "title": _("Certificates, checked"),
        "sub": _("%(good)s of %(all)s in force with a proof that holds · %(when)s") % {**counts, "when": when},
        "said": _("Checked against the public register at %(url)s; a copy of this table proves nothing by itself.")
        % {"url": public_url("/register/check/")},
        "headings": _headings(),
        "rows": [
            {"cells": _cells(number, one), "tone": tones.get(one["state"], "risk")}
            for number, one in enumerate(rows, 1)
        ],
    }
