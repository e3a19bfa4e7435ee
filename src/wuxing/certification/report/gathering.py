"""Read everything that a case's report says."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Case, CaseRole, Site
from wuxing.certification.cases.states import TEAM, Part
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Kind
from wuxing.certification.onsite_audit.models import Meeting, Plan, PlanLine, SiteDraw
from wuxing.certification.onsite_audit.queries.scope import applicable_of
from wuxing.certification.onsite_audit.rules import planning
from wuxing.certification.onsite_audit.states import Method, PlanState
from wuxing.certification.report import facts, queries
from wuxing.certification.report.facts import Facts
from wuxing.certification.report.queries import Basis
from wuxing.certification.report.rules import Cause
from wuxing.core.models import Tenant
from wuxing.evidence.readiness import words
from wuxing.evidence.readiness.queries import scored
from wuxing.schemes.scoring import storing
from wuxing.schemes.scoring.results import Readiness


def report_facts(case: Case) -> Facts:
    """Return the facts of a case's report in its language: nothing in them depends on when or by whom it is drawn."""
    basis = queries.basis(case)
    readiness = scored(basis.pack, basis.inputs)
    body = Tenant.objects.get(pk=case.tenant_id)
    with translation.override(case.language):
        return {
            "format": facts.FORMAT,
            "language": case.language,
            "body": {"name": body.name},
            "client": _client(case),
            "case": _case(case, basis),
            "scheme": _scheme(case, basis),
            "team": _team(case),
            "plan": _plan(case),
            "meetings": _meetings(case, ZoneInfo(body.zone)),
            "sites": _sites(case),
            "draws": _draws(case),
            **_results(case, basis, readiness),
            "findings": _findings(basis, ZoneInfo(body.zone)),
            "exclusions": _exclusions(basis),
            "overrides": _overrides(basis, ZoneInfo(body.zone)),
            "set_aside": [row.number for row in basis.findings if row.pk in basis.set_aside],
        }


def _client(case: Case) -> Facts:
    client = case.client
    return {
        "name": client.name, "credit_code": client.credit_code, "address": client.address, "city": client.city,
    }  # fmt: skip


def _case(case: Case, basis: Basis) -> Facts:
    level = next((words.text(one.title) for one in basis.pack.levels if one.id == case.target_level), "")
    return {
        "number": case.number, "kind": case_words.kind(case.kind), "target": level or case.target_level,
        "scope": case.scope, "products": case.products, "regions": case.regions, "trade_code": case.trade_code,
        "categories": case.categories, "headcount": case.headcount, "short_notice": case.short_notice,
        "reason": case.reason, "from": _day(case.evaluated_from), "until": _day(case.evaluated_until),
        "rehearsal": case.rehearsal,
    }  # fmt: skip


def _scheme(case: Case, basis: Basis) -> Facts:
    pack = basis.pack
    return {
        "identity": pack.identity, "id": pack.id, "edition": pack.edition, "sha256": pack.sha256,
        "title": words.text(pack.title), "basis": [source.ref for source in pack.basis if source.role == "criteria"],
        "places": pack.rules.places, "total": facts.number(pack.total, 0),
    }  # fmt: skip


def _team(case: Case) -> list[Facts]:
    rows = CaseRole.objects.filter(case=case, part__in=TEAM).select_related("certifier").order_by("pk")
    order = list(Part)
    return [
        {
            "name": row.certifier.name,
            "registration": row.certifier.registration,
            "part": case_words.part(row.part),
            "leaves": list(row.leaves),
            "ended": row.ended_at is not None,
        }
        for row in sorted(rows, key=lambda row: (order.index(Part(row.part)), row.pk))
    ]


def _plan(case: Case) -> Facts | None:
    plans = Plan.objects.filter(case=case, state=PlanState.RELEASED)
    plan = plans.order_by("-version").first()
    if plan is None:
        return None
    rows = PlanLine.objects.filter(plan=plan).select_related("site", "certifier")
    lines = list(rows.order_by("day", "starts", "pk"))
    days = planning.person_days(
        planning.Line(
            row.day, row.starts, row.ends, row.site_id, row.certifier_id, Method(row.method), tuple(row.leaves)
        )
        for row in lines
    )
    return {
        "version": plan.version,
        "remote": plan.remote,
        "remote_reason": plan.remote_reason,
        "short_notice_reason": plan.short_notice_reason,
        "person_days": facts.number(days),
        "methods": sorted({row.method for row in lines}, key=list(Method).index),
        "lines": [
            {
                "day": _day(row.day), "starts": f"{row.starts:%H:%M}", "ends": f"{row.ends:%H:%M}",
                "site": row.site.name, "person": row.certifier.name, "method": row.method, "leaves": list(row.leaves),
            }
            for row in lines
        ],
    }  # fmt: skip


def _meetings(case: Case, zone: ZoneInfo) -> list[Facts]:
    rows = Meeting.objects.filter(case=case).prefetch_related("attendances").order_by("at", "pk")
    return [
        {
            "kind": row.kind,
            "at": _instant(row.at, zone),
            "place": row.place,
            "present": [
                {"side": one.side, "name": one.name, "post": one.post}
                for one in sorted(row.attendances.all(), key=lambda one: (one.side, one.pk))
            ],
        }
        for row in rows
    ]


def _sites(case: Case) -> list[Facts]:
    return [
        {
            "kind": row.kind, "name": row.name, "city": row.city, "address": row.address, "headcount": row.headcount,
            "chosen": row.chosen, "why": row.chosen_why,
        }
        for row in Site.objects.filter(case=case).order_by("pk")
    ]  # fmt: skip


def _draws(case: Case) -> list[Facts]:
    rows = SiteDraw.objects.filter(case=case, drawn_at__isnull=False).order_by("pk")
    return [
        {
            "rule": row.size_rule, "promise": row.promise, "word": row.word, "seed": row.seed,
            "population": row.digest, "count": len(row.population),
            "drawn": [str(row.population[place - 1]) for place in row.drawn if 0 < place <= len(row.population)],
        }
        for row in rows
    ]  # fmt: skip


def _results(case: Case, basis: Basis, readiness: Readiness) -> Facts:
    pack, language = basis.pack, case.language
    causes = [
        Cause(row.leaf, row.number, row.sample_size, row.failures) for several in basis.deductions.values()
        for row in several
    ]  # fmt: skip
    carried = {
        leaf: basis.sheets[leaf].text.partition(":")[0]
        for leaf in basis.sheets.keys() - set(applicable_of(case)) - basis.excluded.keys()
    }
    specials = [row.number for row in basis.findings if row.kind == Kind.SPECIAL and row.pk not in basis.set_aside]
    overridden = {row.leaf: place for place, row in enumerate(basis.overrides, 1)}
    official = not readiness.rehearsal
    return {
        "score": facts.score(
            readiness,
            official=official,
            level=words.level(pack, readiness.level_likely),
            inputs_digest=sha256(storing.text_of(basis.inputs).encode()).hexdigest(),
            stamp="" if official else words.text(pack.notice),
        ),
        "indicators": facts.indicators(
            pack, readiness, language,
            ratios={leaf.id: None if leaf.id in basis.excluded else basis.ratio(leaf.id) for leaf in pack.leaves},
            automatic={leaf: row.automatic for leaf, row in basis.sheets.items()},
            causes=causes, overridden=overridden, carried=carried,
        ),
        "losses": facts.losses(pack, readiness, causes, specials, overridden, carried),
        "unseen": facts.unseen(pack, readiness),
    }  # fmt: skip


def _findings(basis: Basis, zone: ZoneInfo) -> list[Facts]:
    return [_finding(row, zone, basis.pack.rules.deduction_reasons) for row in basis.findings]


def _finding(row: Finding, zone: ZoneInfo, reasons: Any) -> Facts:
    reason = next((words.text(one.title) for one in reasons if one.id == row.reason_code), row.reason_code)
    return {
        "number": row.number, "kind": row.kind, "grade": row.grade, "leaf": row.leaf, "reason": reason,
        "site": row.site.name if row.site else "", "text": row.text, "evidence": row.evidence,
        "sample_size": row.sample_size, "failures": row.failures, "state": row.state, "due_on": _day(row.due_on),
        "closed_at": _instant(row.closed_at, zone) if row.closed_at else None,
    }  # fmt: skip


def _exclusions(basis: Basis) -> list[Facts]:
    return [
        {
            "leaf": row.leaf, "reason": row.reason, "proposed_by": row.proposed_by.name if row.proposed_by else "",
            "decided_by": row.decided_by.name if row.decided_by else "",
        }
        for row in basis.exclusions
        if row.accepted
    ]  # fmt: skip


def _overrides(basis: Basis, zone: ZoneInfo) -> list[Facts]:
    return [
        {
            "number": place, "leaf": row.leaf, "before": facts.percent(row.before), "after": facts.percent(row.after),
            "reason": row.reason, "source": row.source, "proposed_by": row.proposed_by.name,
            "confirmed_by": row.confirmed_by.name, "at": _instant(row.at, zone),
        }
        for place, row in enumerate(basis.overrides, 1)
    ]  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _instant(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
