"""Draw up a plan, release it, hear the client."""

from dataclasses import asdict, dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import gates
from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind as Letter
from wuxing.certification.onsite_audit import queries
from wuxing.certification.onsite_audit.actions.trace import PLANNING, during, lead, leave
from wuxing.certification.onsite_audit.models import Plan, PlanAnswer, PlanLine
from wuxing.certification.onsite_audit.rules import planning
from wuxing.certification.onsite_audit.states import Answer, Method, PlanState, Remote
from wuxing.certification.surveillance import queries as surveillance
from wuxing.certification.surveillance.models import Alternative
from wuxing.certification.surveillance.states import Method as Settled
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say


@dataclass(frozen=True, slots=True)
class NewLine:
    """Who looks at which indicators, where, when and how."""

    day: date
    starts: time
    ends: time
    site_id: int
    certifier_id: int
    method: str
    leaves: tuple[str, ...] = ()
    met: str = ""
    text: str = ""


@transaction.atomic
def start_plan(*, case_id: int, by: Actor) -> Plan:
    """编制评价计划: begin a version of the plan; the lines of the last one are taken over.

    Raises NotAllowed (not the team leader), NotFound, RuleBroken (not now; a draft exists).
    """
    case, certifier = lead(case_id, by)
    during(case, PLANNING)
    last, way = queries.plan_of(case.pk), surveillance.alternative_of(case.pk)
    if last and last.state == PlanState.DRAFT:
        raise RuleBroken(say("a draft of the plan exists already"))

    made = Plan.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        version=last.version + 1 if last else 1,
        remote=last.remote if last else Remote.NONE.value,
        remote_reason=last.remote_reason if last else "",
        short_notice_reason=last.short_notice_reason if last else case.reason[:500] if case.short_notice else "",
        made_by=certifier,
        made_at=clock.now(),
    )
    if last:
        for line in queries.lines_of([last.pk]).get(last.pk, []):
            line.pk, line.plan = None, made
            line.save(force_insert=True)
    _settled(made, way)
    leave("plan", made, case, by, version=made.version, remote=made.remote)
    return made


def _settled(plan: Plan, way: Alternative | None) -> None:
    """Let a plan that says nothing of it happen at a distance where that was settled for the case (surveillance)."""
    if way is None or way.method != Settled.REMOTE or plan.remote != Remote.NONE:
        return
    plan.remote, plan.remote_reason = Remote.WHOLLY.value, way.reason[:500]
    plan.save(update_fields=["remote", "remote_reason"])


@transaction.atomic
def change_head(*, case_id: int, remote: str, remote_reason: str, short_notice_reason: str, by: Actor) -> Plan:
    """远程与临时通知: say how much happens at a distance and why, and why at short notice.

    Raises NotAllowed, NotFound (no draft), BadInput (a reason is missing), RuleBroken.
    """
    case, _certifier = lead(case_id, by)
    during(case, PLANNING)
    plan = queries.lock_plan(case.pk, PlanState.DRAFT)
    faults: dict[str, Reason] = {}
    if remote not in set(Remote):
        faults["remote"] = say("choose one of the list")
    elif remote != Remote.NONE and not remote_reason.strip():
        faults["remote_reason"] = say("write why it happens at a distance, and how")
    if case.short_notice and not short_notice_reason.strip():
        faults["short_notice_reason"] = say("say why this evaluation comes at short notice")
    if faults:
        raise BadInput(faults)

    plan.remote = remote
    plan.remote_reason = remote_reason.strip()[:500] if remote != Remote.NONE else ""
    plan.short_notice_reason = short_notice_reason.strip()[:500]
    plan.save(update_fields=["remote", "remote_reason", "short_notice_reason"])
    leave("plan_head", plan, case, by, version=plan.version, remote=plan.remote, remote_reason=plan.remote_reason,
          short_notice_reason=plan.short_notice_reason)  # fmt: skip
    return plan


@transaction.atomic
def add_line(*, case_id: int, line: NewLine, by: Actor) -> PlanLine:
    """计划安排: add a line to the draft. Raises NotAllowed, NotFound (no draft), BadInput, RuleBroken."""
    case, _certifier = lead(case_id, by)
    during(case, PLANNING)
    plan = queries.lock_plan(case.pk, PlanState.DRAFT)
    if faults := _faults(case, line):
        raise BadInput(faults)

    made = _create(plan, line)
    leave("plan_line", made, case, by, version=plan.version, day=made.day, site=made.site_id,
          certifier=made.certifier_id, method=made.method, leaves=made.leaves)  # fmt: skip
    return made


def _create(plan: Plan, line: NewLine) -> PlanLine:
    facts = asdict(line) | {"leaves": list(line.leaves), "met": line.met.strip()[:200], "text": line.text.strip()[:500]}
    return PlanLine.objects.create(tenant_id=plan.tenant_id, plan=plan, **facts)


def _faults(case: Case, line: NewLine) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    if line.ends <= line.starts:
        found["ends"] = say("the end lies before the beginning")
    if not Site.objects.filter(case=case, pk=line.site_id, chosen=True).exists():
        found["site_id"] = say("choose a site that is visited")
    if line.certifier_id not in {role.certifier_id for role in queries.team_of([case.pk]).get(case.pk, [])}:
        found["certifier_id"] = say("choose somebody of the team")
    if line.method not in set(Method):
        found["method"] = say("choose one of the list")
    known = queries.pack(case).by_id
    if wrong := [leaf for leaf in line.leaves if leaf not in known or not known[leaf].is_leaf]:
        found["leaves"] = say("this edition has no indicator %(id)s", id=wrong[0])
    return found


@transaction.atomic
def remove_line(*, case_id: int, line_id: int, by: Actor) -> None:
    """Take a line out of the draft. Raises NotAllowed, NotFound, RuleBroken."""
    case, _certifier = lead(case_id, by)
    during(case, PLANNING)
    plan = queries.lock_plan(case.pk, PlanState.DRAFT)
    found = PlanLine.objects.filter(plan=plan, pk=line_id).first()
    if found is None:
        raise NotFound(say("there is no such line in the plan"))
    leave("plan_line_out", found, case, by, version=plan.version, day=found.day, certifier=found.certifier_id)
    found.delete()


@transaction.atomic
def propose_lines(*, case_id: int, first_day: date, by: Actor) -> int:
    """计划草案: fill an empty draft with a proposal; return how many lines it has.

    Raises NotAllowed, NotFound (no draft), RuleBroken (it has lines; no team; no site).
    """
    case, _certifier = lead(case_id, by)
    during(case, PLANNING)
    plan = queries.lock_plan(case.pk, PlanState.DRAFT)
    if plan.lines.exists():
        raise RuleBroken(say("the plan has lines already; change them one by one"))
    chosen = [site for site in queries.sites_of([case.pk]).get(case.pk, []) if site.chosen]
    roles = [role for role in queries.team_of([case.pk]).get(case.pk, []) if role.part != Part.EXPERT]
    if not chosen or not roles:
        raise RuleBroken(say("name the team and the sites that are visited first"))
    team = planning.Members(tuple(dict.fromkeys(role.certifier_id for role in roles)), queries.own_of(roles))
    days = queries.contracted([case]).get(case.pk) or Decimal(len(team.people))
    known = queries.pack(case).by_id
    way = surveillance.alternative_of(case.pk)
    _settled(plan, way)
    lines = planning.proposed(
        first=first_day,
        days=days,
        team=team,
        headquarters=[site.pk for site in chosen if site.kind == Site.Kind.HEADQUARTERS],
        outlets=[site.pk for site in chosen if site.kind != Site.Kind.HEADQUARTERS],
        leaves={leaf: known[leaf].evidence_kinds for leaf in queries.applicable_of(case)},
        method=_method(plan, way),
    )
    for one in lines:
        _create(plan, NewLine(one.day, one.starts, one.ends, one.site, one.certifier, one.method, one.leaves))
    leave("plan_propose", plan, case, by, version=plan.version, lines=len(lines))
    return len(lines)


def _method(plan: Plan, way: Alternative | None) -> Method | None:
    if plan.remote == Remote.WHOLLY:
        return Method.REMOTE
    return Method.DOCUMENTS if way and way.method == Settled.DOCUMENTS else None


@transaction.atomic
def release_plan(*, case_id: int, by: Actor) -> Plan:
    """下达评价计划: release the draft; the case is planned and the client gets the letter (7.4).

    Raises NotAllowed, NotFound (no draft), RuleBroken (something keeps it: sites, indicators, days, people).
    """
    case, _certifier = lead(case_id, by)
    during(case, PLANNING)
    plan = queries.lock_plan(case.pk, PlanState.DRAFT)
    gates.require_open(case, Stage.PLANNED)
    lines = queries.lines_of([plan.pk])[plan.pk]
    days = [line.day for line in lines]

    plan.state, plan.released_at, plan.released_by_id = PlanState.RELEASED.value, clock.now(), by.user_id
    plan.save(update_fields=["state", "released_at", "released_by"])
    case.evaluated_from, case.evaluated_until = min(days), max(days)
    case.save(update_fields=["evaluated_from", "evaluated_until"])
    leave("release", plan, case, by, version=plan.version, first=min(days), last=max(days), lines=len(lines),
          remote=plan.remote, person_days=str(planning.person_days(map(queries.as_line, lines))))  # fmt: skip
    if case.stage != Stage.PLANNED:
        cases.advance(case, Stage.PLANNED, by=by, due_on=min(days), version=plan.version)
    _tell(case, plan, lines, by)
    return plan


def _tell(case: Case, plan: Plan, lines: list[PlanLine], by: Actor) -> None:
    with translation.override(case.language):
        facts: dict[str, Any] = {
            gettext("Days"): f"{min(one.day for one in lines)} – {max(one.day for one in lines)}",
            gettext("Team"): ", ".join(dict.fromkeys(one.certifier.name for one in lines)),
            gettext("Sites"): ", ".join(dict.fromkeys(one.site.name for one in lines)),
        }
    letters.write(Letter.AUDIT_PLAN, by=by, case=case, reasons=plan.short_notice_reason or plan.remote_reason, **facts)


@transaction.atomic
def answer_plan(*, case_id: int, answer: str, text: str = "", certifier_id: int | None = None, by: Actor) -> PlanAnswer:
    """计划确认: the client confirms the plan, or objects to it or to a person, with the reason.

    Raises NotAllowed, NotFound (no released plan), BadInput (an objection without reason), RuleBroken (not now).
    """
    by.require(Permission.CASE_CLIENT)
    case = case_queries.lock(case_id)
    during(case, PLANNING)
    plan = queries.lock_plan(case.pk, PlanState.RELEASED)
    if answer not in (Answer.CONFIRMED, Answer.OBJECTED):
        raise BadInput({"answer": say("choose one of the list")})
    if answer == Answer.OBJECTED and not text.strip():
        raise BadInput({"text": say("write what you object to, and why")})
    if certifier_id and not plan.lines.filter(certifier_id=certifier_id).exists():
        raise BadInput({"certifier_id": say("choose somebody of the team")})
    return _said(case, plan, Answer(answer), text, certifier_id, by)


@transaction.atomic
def overrule(*, case_id: int, reason: str, by: Actor) -> PlanAnswer:
    """异议处理: the office keeps the plan in spite of an objection, and says why.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (nothing to answer).
    """
    by.require(Permission.CASE_MANAGE)
    case = case_queries.lock(case_id)
    during(case, PLANNING)
    plan = queries.lock_plan(case.pk, PlanState.RELEASED)
    last = queries.last_answers([plan.pk]).get(plan.pk)
    if last is None or last.answer != Answer.OBJECTED:
        raise RuleBroken(say("the client does not object to this plan"))
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    return _said(case, plan, Answer.OVERRULED, reason, last.certifier_id, by)


def _said(case: Case, plan: Plan, answer: Answer, text: str, certifier_id: int | None, by: Actor) -> PlanAnswer:
    made = PlanAnswer.objects.create(
        tenant_id=by.tenant_id, plan=plan, answer=answer.value, certifier_id=certifier_id, text=text.strip()[:1000],
        by_name=by.name[:100], by_user_id=by.user_id, at=clock.now(),
    )  # fmt: skip
    leave("plan_answer", made, case, by, version=plan.version, answer=answer, certifier=certifier_id)
    return made
