"""What a rule says, as tables for its page."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wuxing.certification.agreement import words as of_agreement
from wuxing.certification.agreement.states import Fee
from wuxing.certification.cases import words
from wuxing.certification.cases.states import Kind
from wuxing.certification.programme.structure import Programme
from wuxing.evidence.readiness.words import text


def tables(rule: Programme) -> dict[str, Any]:
    """Return everything a rule says as rows of words."""
    return {
        "title": text(rule.title),
        "papers": [
            {
                "title": text(paper.title),
                "needed": paper.needed,
                "reviewed": paper.reviewed,
                "kinds": [words.kind(kind) for kind in paper.kinds],
                "leaves": paper.leaves,
                "months": paper.valid_months,
            }
            for paper in rule.papers
        ],
        "bands": _bands(rule),
        "kinds": [
            (words.kind(kind), _percent(rule.person_days.share[kind]), _root(rule.site_sampling.factor[kind]))
            for kind in Kind
        ],
        "adjustments": [(text(one.title), one.least, one.most) for one in rule.person_days.adjustments],
        "days": _days(rule),
        "windows": _windows(rule),
        "fees": [(of_agreement.fee(fee), amount) for fee, amount in _fees(rule)],
        "clauses": [(text(clause.title), text(clause.text)) for clause in rule.clauses],
        "committee": _committee(rule),
    }


def _percent(share: Decimal) -> str:
    return f"{(share * 100).quantize(Decimal(1))}%"


def _root(factor: Decimal) -> str:
    return f"{factor.normalize():f} × √n" if factor != 1 else "√n"


def _bands(rule: Programme) -> list[tuple[str, Decimal]]:
    rows, last = [], 0
    for band in rule.person_days.bands:
        span = f"{last + 1} – {band.upto}" if band.upto else _("more than %(count)s") % {"count": last}
        rows.append((span, band.days))
        last = band.upto or last
    return rows


def _days(rule: Programme) -> list[tuple[str, str]]:
    table = rule.person_days
    visit = _("%(days)s for each begun %(count)s people")
    visit %= {"days": table.outlet_least, "count": table.per_outlet_heads}
    return [
        (_("Each visited outlet"), visit),
        (_("Each further category"), str(table.per_category)),
        (_("Never fewer than"), str(table.least)),
        (_("Rounded up to"), str(table.round_to)),
    ]  # fmt: skip


def _windows(rule: Programme) -> list[tuple[str, str]]:
    found = rule.windows
    named = (
        (_("Review of the application"), found.application_review),
        (_("Correction after the document review"), found.document_correction),
        (_("Correction after the visit"), found.correction),
        (_("Review of the case"), found.review),
        (_("Decision"), found.decision),
        (_("Surveillance planned before it is due"), found.surveillance_lead),
        (_("A suspension lasts at most"), found.suspension_most),
        (_("The client is asked again after"), found.contact_again),
    )
    return [(title, _("%(count)s days") % {"count": count}) for title, count in named]


def _fees(rule: Programme) -> list[tuple[Fee, Decimal]]:
    fees = rule.fees
    return [
        (Fee.APPLICATION, fees.application),
        (Fee.EVALUATION, fees.day),
        (Fee.CERTIFICATE, fees.certificate),
        (Fee.YEARLY, fees.yearly),
    ]


def _committee(rule: Programme) -> list[tuple[str, str]]:
    months = _("%(count)s months")
    return [
        (_("Quorum of a decision"), str(rule.quorum)),
        (_("Members at least"), str(rule.members_least)),
        (_("The service system must have run for"), months % {"count": rule.running_months}),
        (_("Star levels at once"), _("yes") if rule.stars_at_once else _("after a year at the pass level")),
        (_("Cycle of a certificate"), months % {"count": rule.cycle_months}),
        (_("Surveillance at least every"), months % {"count": rule.surveillance_months}),
        (_("Extension at most"), months % {"count": rule.extension_months}),
        (_("Trade codes"), ", ".join(rule.trade_codes)),
    ]
