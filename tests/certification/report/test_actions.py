"""Exclusions, overrides, the score kept, the report, and handing it over."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.certification.body import Body
from tests.certification.report.evaluated import SAMPLED, WHOLE, close, deduction, evaluated, finding, see
from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.report import actions, queries
from wuxing.certification.report.models import CaseExclusion, CaseReport, CaseScore, Override, OverrideProposal
from wuxing.certification.surveillance.models import Occasion
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.evidence.readiness.queries import scored
from wuxing.schemes.scoring import storing


def excludable(body: Body) -> str:
    return next(leaf.id for leaf in body.pack.leaves if leaf.excludable)


def propose(body: Body, case: Case, **more: object) -> OverrideProposal:
    facts = {"case_id": case.pk, "leaf": WHOLE, "after": Decimal("0.5"), "reason": "半数已做到", "by": body.evaluator}
    return actions.propose_override(**(facts | more))  # type: ignore[arg-type]


def entries(case: Case) -> list[str]:
    rows = Entry.objects.filter(case_type="case", case_id=case.pk, event__startswith="score.")
    return list(rows.order_by("pk").values_list("event", flat=True))


# exclusions


def test_an_exclusion_counts_when_another_decides(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    leaf = excludable(body)
    made = actions.propose_exclusion(case_id=case.pk, leaf=leaf, reason="不做安装", by=body.evaluator)
    assert list(queries.inputs_for(case).exclusions) == []
    actions.decide_exclusion(case_id=case.pk, exclusion_id=made.pk, accept=True, by=body.lead)
    assert list(queries.inputs_for(case).exclusions) == [leaf]
    assert entries(case) == ["score.propose_exclusion", "score.decide_exclusion"]


def test_nobody_decides_their_own_exclusion(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    made = actions.propose_exclusion(case_id=case.pk, leaf=excludable(body), reason="不做安装", by=body.lead)
    with pytest.raises(RuleBroken, match="another person"):
        actions.decide_exclusion(case_id=case.pk, exclusion_id=made.pk, accept=True, by=body.lead)
    actions.decide_exclusion(case_id=case.pk, exclusion_id=made.pk, accept=False, by=body.officer)
    assert CaseExclusion.objects.get().accepted is False
    again = actions.propose_exclusion(case_id=case.pk, leaf=made.leaf, reason="确实不做", by=body.evaluator)
    assert (again.pk, again.accepted, again.decided_by_id) == (made.pk, None, None)


def test_the_scheme_says_what_may_be_excluded(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    fixed = next(leaf.id for leaf in body.pack.leaves if not leaf.excludable)
    with pytest.raises(RuleBroken, match="cannot be excluded"):
        actions.propose_exclusion(case_id=case.pk, leaf=fixed, reason="不做", by=body.lead)
    with pytest.raises(BadInput):
        actions.propose_exclusion(case_id=case.pk, leaf=excludable(body), reason=" ", by=body.lead)


def test_exclusions_are_settled_before_the_closing_meeting(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    actions.propose_exclusion(case_id=case.pk, leaf=excludable(body), reason="不做安装", by=body.lead)
    assert "proposed exclusions wait" in " ".join(map(str, gates.blocks([case], Stage.FINDINGS)[case.pk]))
    close(case, Stage.FINDINGS)
    with pytest.raises(RuleBroken, match="before the closing meeting"):
        actions.propose_exclusion(case_id=case.pk, leaf=excludable(body), reason="不做安装", by=body.lead)


@pytest.mark.parametrize("who", ["officer", "manager", "admin", "reviewer"])
def test_only_the_team_proposes_an_exclusion(body: Body, who: str) -> None:
    case = body.case(Stage.ON_SITE)
    with pytest.raises(NotAllowed):
        actions.propose_exclusion(case_id=case.pk, leaf=excludable(body), reason="不做", by=getattr(body, who))
    assert not CaseExclusion.objects.exists()


# overrides


def test_an_override_needs_a_second_person_and_keeps_both_values(body: Body) -> None:
    case = evaluated(body)
    before = queries.live(case).score.low
    made = propose(body, case)
    assert queries.live(case).score.low == before
    with pytest.raises(RuleBroken, match="another person does"):
        actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=True, by=body.evaluator)
    actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=True, by=body.lead)
    kept = Override.objects.get()
    assert (kept.before, kept.after, kept.source) == (Decimal("0"), Decimal("0.5"), "team")
    assert (kept.proposed_by_id, kept.confirmed_by_id) == (body.evaluator.user_id, body.lead.user_id)
    assert queries.live(case).score.low == before + queries.basis(case).in_use[WHOLE] / 2
    assert entries(case) == ["score.propose_override", "score.override"]


def test_a_refused_override_changes_nothing(body: Body) -> None:
    case = evaluated(body)
    made = propose(body, case)
    with pytest.raises(BadInput):
        actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=False, by=body.lead)
    actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=False, answer="证据不足", by=body.lead)
    assert not Override.objects.exists()
    with pytest.raises(RuleBroken, match="answered already"):
        actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=True, by=body.lead)


def test_nothing_is_overridden_before_the_closing_meeting_or_after_the_decision(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    with pytest.raises(RuleBroken, match="after the closing meeting"):
        propose(body, case)
    with pytest.raises(RuleBroken, match="before the decision"):
        propose(body, evaluated(body, Stage.DECISION))


def test_who_has_no_part_neither_proposes_nor_confirms(body: Body) -> None:
    case = evaluated(body)
    for who in (body.decider, body.reviewer, body.admin, body.officer):
        with pytest.raises(NotAllowed):
            propose(body, case, by=who)
    made = propose(body, case)
    with pytest.raises(RuleBroken, match="of the team or the reviewer"):
        actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=True, by=body.decider)


def test_who_proposed_takes_back(body: Body) -> None:
    case = evaluated(body)
    made = propose(body, case)
    with pytest.raises(RuleBroken):
        propose(body, case, after=Decimal("0.7"))
    actions.take_back_override(case_id=case.pk, proposal_id=made.pk, by=body.evaluator)
    propose(body, case, after=Decimal("0.7"))


# the score kept


def test_a_kept_score_is_computed_again_to_the_hundredth(body: Body) -> None:
    case = evaluated(body)
    kept = actions.keep_score(case, "closing", body.lead)
    again = scored(body.pack, storing.inputs_of(CaseScore.objects.get(pk=kept.pk).inputs))
    assert (again.score.low, again.level_likely) == (kept.low, kept.level)
    assert (kept.low, kept.likely, kept.official, kept.purpose) == (kept.high, kept.low, True, "closing")


def test_without_official_points_a_score_is_not_official(unofficial_body: Body) -> None:
    case = evaluated(unofficial_body)
    assert actions.keep_score(case, "report", unofficial_body.lead).official is False


# the report and the hand-over


def test_the_report_is_kept_in_versions(body: Body) -> None:
    case = evaluated(body)
    first = actions.generate(case_id=case.pk, by=body.lead)
    second = actions.generate(case_id=case.pk, by=body.lead)
    assert (first.version, second.version, first.digest) == (1, 2, second.digest)
    assert first.docx
    assert first.pdf
    assert (first.docx.name, first.pdf.name) == (f"{case.number}-1.docx", f"{case.number}-1.pdf")
    for by in (body.evaluator, body.officer, body.admin):
        with pytest.raises(NotAllowed):
            actions.generate(case_id=case.pk, by=by)


def test_the_lead_hands_over_when_all_is_there(body: Body) -> None:
    case = evaluated(body)
    body.assign(case, body.reviewer, Part.REVIEWER)
    actions.generate(case_id=case.pk, by=body.lead)
    with pytest.raises(NotAllowed):
        actions.hand_over(case_id=case.pk, by=body.evaluator)
    assert actions.hand_over(case_id=case.pk, by=body.lead).stage == Stage.UNDER_REVIEW


def blocked(body: Body, case: Case) -> list[str]:
    if not case.roles.filter(part=Part.REVIEWER).exists():
        body.assign(case, body.reviewer, Part.REVIEWER)
    return [str(reason) for reason in gates.blocks([case], Stage.UNDER_REVIEW).get(case.pk, [])]


def test_a_report_waits_for_score_and_report(body: Body) -> None:
    case = evaluated(body)
    assert blocked(body, case) == ["write the report first; it keeps the score"]
    actions.keep_score(case, "closing", body.lead)
    assert blocked(body, case) == ["write the report of the score that was kept last"]
    actions.generate(case_id=case.pk, by=body.lead)
    assert blocked(body, case) == []
    made = propose(body, case)
    assert len(blocked(body, case)) == 1
    actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=True, by=body.lead)
    assert blocked(body, case) == ["something changed after the score was kept; write the report anew"]
    actions.generate(case_id=case.pk, by=body.lead)
    assert blocked(body, case) == []


def test_a_special_finding_after_the_score_asks_for_another(body: Body) -> None:
    case = evaluated(body)
    actions.generate(case_id=case.pk, by=body.lead)
    finding(body, case, kind="special", reason_code="law", source="follow_up")
    assert blocked(body, case) == ["something changed after the score was kept; write the report anew"]


def test_lost_points_must_be_what_the_findings_say(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    deduction(body, case, SAMPLED, sample_size=4, failures=1)
    see(body, case, {WHOLE: "0", SAMPLED: "0.5"}, {SAMPLED: 4})
    close(case)
    assert blocked(body, case) == [
        f"the lost points of {WHOLE}, {SAMPLED} are not what their findings say; override the share with its reason"
    ]


def test_every_indicator_has_a_share(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    see(body, case, {WHOLE: None})
    close(case)
    assert blocked(body, case) == [f"1 indicators have no share and are not excluded: {WHOLE}"]


def test_without_official_points_only_a_rehearsal_goes_on(unofficial_body: Body) -> None:
    body = unofficial_body
    real, exercise = evaluated(body), evaluated(body, rehearsal=True)
    for case in (real, exercise):
        actions.generate(case_id=case.pk, by=body.lead)
    assert [reason[:60] for reason in blocked(body, real)] == [
        "the points are not official, so that only a rehearsal is pos"
    ]
    assert blocked(body, exercise) == []


def test_the_gates_ask_as_often_for_one_case_as_for_three(body: Body) -> None:
    cases = [evaluated(body) for _place in range(3)]
    gates.blocks(cases, Stage.UNDER_REVIEW)
    counts = []
    for some in (cases[:1], cases):
        with CaptureQueriesContext(connection) as asked:
            gates.blocks(some, Stage.UNDER_REVIEW)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_reviewer_may_ask_for_an_override(body: Body) -> None:
    case = evaluated(body)
    body.assign(case, body.reviewer, Part.REVIEWER)
    made = propose(body, case, by=body.reviewer)
    actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=True, by=body.lead)
    assert Override.objects.get().source == "review"
    assert CaseReport.objects.count() == 0


def test_what_is_carried_over_from_the_last_case_is_explained_there(body: Body) -> None:
    last = evaluated(body)
    propose_and_confirm(body, last)
    case = body.case(Stage.ON_SITE, kind="surveillance", client=last.client)
    Occasion.objects.create(
        tenant=body.tenant, case=case, what="surveillance", leaves=[leaf.id for leaf in body.pack.leaves if leaf.id != SAMPLED]
    )  # fmt: skip
    see(body, case, {SAMPLED: "0.666666"}, {SAMPLED: 3})
    Sheet.objects.filter(case=case, leaf=SAMPLED).update(text=f"{last.number}: 看过")
    close(case)
    actions.generate(case_id=case.pk, by=body.lead)
    assert blocked(body, case) == []
    lost = {one["leaf"]: one["carried"] for one in CaseReport.objects.get().facts["losses"]}
    assert lost[SAMPLED] == last.number


def propose_and_confirm(body: Body, case: Case) -> Override:
    made = propose(body, case)
    actions.answer_override(case_id=case.pk, proposal_id=made.pk, accept=True, by=body.lead)
    return Override.objects.get(case=case)


def test_an_override_stands_before_the_closing_only_where_it_is_carried_over(body: Body) -> None:
    kept = propose_and_confirm(body, evaluated(body))
    case = body.case(Stage.CONTRACTED, client=kept.case.client)
    kept.pk, kept.case = None, case
    kept.save(force_insert=True)
    kept.pk, kept.after = None, Decimal("0.9")
    with pytest.raises(IntegrityError, match="before the closing meeting"), transaction.atomic():
        kept.save(force_insert=True)
