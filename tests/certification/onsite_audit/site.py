"""A case on its way through the evaluation on site."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.certification.body import Body
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.portal import client_actor
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import actions, queries
from wuxing.certification.onsite_audit.models import Plan
from wuxing.certification.onsite_audit.rules.sheets import Looked, is_proportional
from wuxing.core.actors import Actor

MONDAY = date(2026, 11, 30)
ZONE = ZoneInfo("Asia/Shanghai")


def client_of(body: Body) -> Actor:
    """Somebody who acts for the client, by link."""
    return client_actor(body.tenant, "叶青")


def drawn(body: Body, case: Case) -> None:
    """Draw the outlets."""
    if actions.promise_sites(case_id=case.pk, by=body.lead):
        actions.answer_sites(case_id=case.pk, word="青禾的词", by=client_of(body))


def planned(body: Body, case: Case | None = None) -> Case:
    """A case whose plan is released."""
    case = case or body.case(Stage.DOCUMENT_REVIEW)
    drawn(body, case)
    monday = MONDAY + timedelta(weeks=Plan.objects.count())  # nobody is at two places at once
    actions.start_plan(case_id=case.pk, by=body.lead)
    actions.propose_lines(case_id=case.pk, first_day=monday, by=body.lead)
    actions.release_plan(case_id=case.pk, by=body.lead)
    case.refresh_from_db()
    return case


def met(body: Body, case: Case, kind: str, days: int = 0) -> None:
    """Set a meeting so many days after the first one, and let both sides sign."""
    at = datetime.combine(case.evaluated_from or MONDAY, time(9), ZONE) + timedelta(days=days)
    actions.keep_meeting(case_id=case.pk, kind=kind, at=at, place="总部会议室", minutes="按议程进行。", by=body.lead)
    actions.sign(case_id=case.pk, kind=kind, name="lead 华", side="body", by=body.lead)
    actions.sign(case_id=case.pk, kind=kind, name="叶青", post="售后总监", side="client", by=client_of(body))


def on_site(body: Body, case: Case | None = None) -> Case:
    """A case whose team is on site."""
    case = planned(body, case)
    met(body, case, "opening")
    actions.hold_opening(case_id=case.pk, by=body.lead)
    case.refresh_from_db()
    return case


def looked(case: Case, leaf: str, text: str = "查阅制度与记录。") -> Looked:
    """What is written of an indicator where nothing special was seen."""
    return Looked(text, 10 if is_proportional(queries.pack(case).by_id[leaf]) else None)


def all_seen(body: Body, case: Case) -> None:
    """See every applicable indicator; a second person stands beside those that people alone decide."""
    known = queries.seen_in([case]).get(case.pk, {})
    for leaf in queries.applicable_of(case):
        actions.see_leaf(case_id=case.pk, leaf=leaf, looked=looked(case, leaf), by=body.evaluator)
        if known[leaf].manual:
            actions.confirm_sheet(case_id=case.pk, leaf=leaf, by=body.lead)


def closed(body: Body, case: Case | None = None) -> Case:
    """A case after the closing meeting."""
    case = on_site(body, case)
    all_seen(body, case)
    met(body, case, "closing", 1)
    actions.hold_closing(case_id=case.pk, by=body.lead)
    case.refresh_from_db()
    return case


def line(case: Case, certifier_id: int, day: date = MONDAY, leaves: tuple[str, ...] = ()) -> actions.NewLine:
    """A line of a plan at headquarters, in the morning."""
    site = case.sites.get(kind="headquarters")
    return actions.NewLine(day, time(9), time(12), site.pk, certifier_id, "records", leaves or ("5.1.1.1",))
