"""What the records say to each point of the reviewer's checklist (ISO/IEC 17065 7.5)."""

from wuxing.certification.cases.models import Case, Site
from wuxing.certification.decision.rules import Item
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import DONE, MUST_CORRECT, Kind, State
from wuxing.certification.onsite_audit import queries as audit
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.onsite_audit.rules import drawing, planning
from wuxing.certification.onsite_audit.states import PlanState
from wuxing.certification.people import queries as people
from wuxing.certification.programme.queries import for_case
from wuxing.certification.report.models import CaseExclusion, Override
from wuxing.certification.surveillance.queries import is_waived
from wuxing.core import clock
from wuxing.core.reasons import say
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.licensing.queries import why_not_certify


def items(case: Case) -> list[Item]:
    """Return the checklist of a case as the records have it, in its order."""
    waived = is_waived(case.pk)
    return [
        _agreement(case),
        _application(case),
        _not_evaluated("plan") if waived else _plan(case),
        _not_evaluated("sampling") if waived else _sampling(case),
        _lost_points(case),
        _corrections(case),
        _exclusions(case),
        _overrides(case),
        _official(case),
        _impartiality(case),
    ]


def _agreement(case: Case) -> Item:
    if case.contracted_at is None:
        return Item("agreement", say("the agreement is not signed by both"), good=False, must=True)
    return Item("agreement", say("signed by both on %(day)s", day=case.contracted_at.date()), good=True)


def _application(case: Case) -> Item:
    if case.accepted_at is None:
        return Item("application", say("the application was not reviewed"), good=False, must=True)
    return Item("application", say("accepted after review on %(day)s", day=case.accepted_at.date()), good=True)


def _not_evaluated(code: str) -> Item:
    return Item(code, say("a change of name, settled to need no evaluation"), good=True)


def _plan(case: Case) -> Item:
    plan = audit.plan_of(case.pk, PlanState.RELEASED)
    if plan is None:
        return Item("plan", say("no plan was released"), good=False)
    lines = [audit.as_line(line) for line in audit.lines_of([plan.pk]).get(plan.pk, [])]
    planned = planning.person_days(lines)
    asked = audit.contracted([case]).get(case.pk)
    found = say("%(planned)s person-days planned, %(asked)s agreed", planned=planned, asked=asked if asked else "—")
    return Item("plan", found, good=asked is None or planned >= asked)


def _sampling(case: Case) -> Item:
    sites = list(Site.objects.filter(case=case))
    outlets = [site for site in sites if site.kind != Site.Kind.HEADQUARTERS]
    visited = sum(site.chosen for site in outlets)
    rule = for_case(case).site_sampling
    factor = rule.factor.get(case.kind, max(rule.factor.values()))
    least = drawing.sites_drawn(factor, rule.least, len(outlets)) if outlets else 0
    headquarters = all(site.chosen for site in sites if site.kind == Site.Kind.HEADQUARTERS)
    found = say(
        "%(visited)s of %(count)s outlets visited, at least %(least)s are asked for",
        visited=visited, count=len(outlets), least=least,
    )  # fmt: skip
    return Item("sampling", found, good=visited >= least and headquarters)


def _lost_points(case: Case) -> Item:
    named = set(
        Finding.objects.filter(case=case, kind=Kind.DEDUCTION)
        .exclude(state=State.TAKEN_BACK)
        .values_list("leaf", flat=True)
    )
    changed = set(Override.objects.filter(case=case).values_list("leaf", flat=True))
    lost = set(Sheet.objects.filter(case=case, ratio__lt=1).values_list("leaf", flat=True))
    bare = sorted(lost - named - changed)
    if bare:
        return Item(
            "lost_points",
            say("points are lost without a finding: %(leaves)s", leaves=", ".join(bare)),
            good=False,
            must=True,
        )
    return Item(
        "lost_points", say("%(count)s indicators lose points, each names its finding", count=len(lost)), good=True
    )


def open_corrections(case_id: int) -> int:
    """Return how many findings of a case wait for a verified correction."""
    rows = Finding.objects.filter(case_id=case_id, kind__in=[kind.value for kind in MUST_CORRECT])
    return rows.exclude(state__in=[state.value for state in DONE]).count()


def _corrections(case: Case) -> Item:
    waiting = open_corrections(case.pk)
    if waiting:
        return Item("corrections", say("%(count)s corrections are not verified", count=waiting), good=False, must=True)
    return Item("corrections", say("every correction is verified"), good=True)


def _exclusions(case: Case) -> Item:
    rows = list(CaseExclusion.objects.filter(case=case).values_list("accepted", flat=True))
    if None in rows:
        return Item(
            "exclusions", say("%(count)s exclusions are not decided", count=rows.count(None)), good=False, must=True
        )
    return Item("exclusions", say("%(count)s indicators excluded", count=rows.count(True)), good=True)


def _overrides(case: Case) -> Item:
    count = Override.objects.filter(case=case).count()
    return Item("overrides", say("%(count)s changes of shares, each by two persons", count=count), good=True)


def excluded(case_id: int) -> list[str]:
    """Return the indicators of a case whose exclusion was accepted."""
    return list(CaseExclusion.objects.filter(case_id=case_id, accepted=True).values_list("leaf", flat=True))


def _official(case: Case) -> Item:
    if case.rehearsal:
        return Item("official", say("an exercise: nothing of it counts"), good=True)
    reason = why_not_certify(case.tenant_id, pack_of(case.pack.rpartition("#")[2]), excluded(case.pk))
    if reason:
        return Item("official", reason, good=False, must=True)
    return Item("official", say("every point that counts is official"), good=True)


def _impartiality(case: Case) -> Item:
    roles = people.open_roles([case.pk])
    if missing := people.undeclared(roles, clock.today().year).get(case.pk):
        names = ", ".join(missing)
        return Item("impartiality", say("no declaration of impartiality from: %(names)s", names=names), good=False)
    count = len({role.certifier_id for role in roles})
    return Item("impartiality", say("declarations of all %(count)s who take part", count=count), good=True)
