"""What stands on every page of one case: head, phases, tabs."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.cases import words
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.core.actors import Actor


def address(name: str, *args: int) -> str:
    """Return the address of a page of certification, or nothing when it does not exist."""
    try:
        return reverse(f"certification:{name}", args=args)
    except NoReverseMatch:
        return ""


def tabs(case: Case, active: str) -> list[dict[str, object]]:
    """Return the pages of a case that exist, the active one marked."""
    named = (
        ("case", _("Overview")),
        ("case_people", _("People")),
        ("case_application", _("Application")),
        ("case_agreement", _("Agreement")),
        ("case_papers", _("Documents")),
        ("case_audit", _("On site")),
        ("case_findings", _("Findings")),
        ("case_score", _("Score and report")),
        ("case_decision", _("Review and decision")),
        ("case_certificate", _("Certificate")),
        ("case_letters", _("Letters")),
    )
    pages = ((name, label, address(name, case.pk)) for name, label in named)
    return [{"url": url, "label": label, "here": name == active} for name, label, url in pages if url]


def phases(case: Case) -> list[dict[str, str]]:
    """Return the phases of a case for the rail: passed, now, to come. A case that ended early stands where it ended."""
    here = Stage(case.stage)
    named: tuple[tuple[str, frozenset[Stage]], ...] = (
        (_("Application"), frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.APPLICATION_REVIEW, Stage.REFUSED})),
        (_("Agreement"), frozenset({Stage.ACCEPTED})),
        (_("Document review"), frozenset({Stage.CONTRACTED, Stage.DOCUMENT_REVIEW})),
        (_("On-site evaluation"), frozenset({Stage.PLANNED, Stage.ON_SITE})),
        (pgettext("stage of a case", "Corrections"), frozenset({Stage.FINDINGS})),
        (_("Report"), frozenset({Stage.REPORT})),
        (_("Review and decision"), frozenset({Stage.UNDER_REVIEW, Stage.DECISION, Stage.NOT_GRANTED})),
        (_("Certificate"), frozenset({Stage.GRANTED, Stage.CERTIFIED})),
    )
    place = next((index for index, (_title, members) in enumerate(named) if here in members), -1)
    over = here is Stage.CERTIFIED
    done = (case.submitted_at, case.contracted_at, None, case.closing_at, None, None, case.decided_at, None)
    return [
        {
            "title": title,
            "by": _by(title, words.stage(here) if index == place else "", done[index] if index < place else None),
            "at": "passed" if index < place or over else "now" if index == place else "",
        }
        for index, (title, _members) in enumerate(named)
    ]


def _by(title: str, stage: str, done: datetime | None) -> str:
    """Return what stands under a phase: the stage where it says more than the phase, or the day that ended it."""
    if done:
        return timezone.localtime(done).date().isoformat()
    return stage if stage != title else ""


def page(
    request: HttpRequest, template: str, case: Case, by: Actor, active: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Draw a page of a case: `template` extends certification/case_base.html; `active` is the url name of its tab."""
    context |= {
        "case": case,
        "by": by,
        "tabs": tabs(case, active),
        "phases": phases(case),
        "state": words.badge(case.stage),
        "word": words.stage(case.stage),
        "kind": words.kind(case.kind),
        "level": words.level(case.pack, case.target_level),
    }
    return render(request, template, context, status=status)
