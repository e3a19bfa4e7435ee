"""From review to decision: who may, what counts, what the client is told."""

from datetime import timedelta

import pytest

from tests.certification.body import Body
from tests.certification.decision.conftest import HandOver, propose, recommend, report, ticked, vote
from wuxing.certification.cases.gates import blocks
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.decision import actions, queries
from wuxing.certification.decision.models import CaseReview, Decision, Vote
from wuxing.certification.decision.rules import Outcome, Ticked
from wuxing.certification.findings.models import Finding
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.people.models import Tie
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry


def stage(case: Case) -> str:
    return Case.objects.get(pk=case.pk).stage


def test_five_stars_refused_four_granted_is_one_decision(body: Body, hand_over: HandOver) -> None:
    case = hand_over(target_level="star5")
    recommend(body, case, "star4")
    assert stage(case) == Stage.DECISION
    asked = propose(body, case, "star4")
    vote(body, asked, "for", "for", "against")
    made = actions.decide(proposal_id=asked.pk, by=body.decider2)
    assert (made.outcome, made.level, stage(case)) == ("granted", "star4", Stage.GRANTED)
    assert "五星级" in made.reasons
    assert "四星级" in made.reasons
    letter = Letter.objects.get(case=case)
    assert letter.kind == "decision_granted"
    assert made.reasons in letter.text
    assert Vote.objects.get(choice="against").dissent == "依据不足"
    events = Entry.objects.filter(case_type="case", case_id=case.pk).order_by("pk").values_list("event", flat=True)
    assert [one for one in events if one.startswith("decision.")] == [
        "decision.review", "decision.propose", "decision.vote", "decision.vote", "decision.vote", "decision.decide",
    ]  # fmt: skip
    issued = certificates.issue(case_id=case.pk, by=body.officer)
    assert (issued.level, issued.score, stage(case)) == ("star4", made.score.likely, Stage.CERTIFIED)


def test_the_reviewer_returns_the_case(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    said = actions.Reviewed(Outcome.RETURN, "5.1.3.1 的证据不足")
    actions.review(case_id=case.pk, said=said, by=body.reviewer)
    assert (stage(case), queries.last_review(case.pk).recommends) == (Stage.REPORT, False)  # type: ignore[union-attr]
    assert Letter.objects.count() == 0


def test_nobody_reviews_without_the_part_or_by_administrator_right(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    said = actions.Reviewed(Outcome.GRANT, "好", "star4", ticked())
    for one in (body.lead, body.evaluator, body.officer, body.admin, body.manager, body.decider):
        with pytest.raises(NotAllowed):
            actions.review(case_id=case.pk, said=said, by=one)
    assert CaseReview.objects.count() == 0


def test_a_review_cannot_pass_over_what_is_missing(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    Finding.objects.create(
        tenant=body.tenant, case=case, number=9, kind="special", reason_code="law", grade="major", text="未公示收费",
        source="follow_up", raised_at=clock.now(), state="open",
    )  # fmt: skip
    said = actions.Reviewed(Outcome.GRANT, "好", "star5", ticked(plan=Ticked(True)))
    with pytest.raises(BadInput) as error:
        actions.review(case_id=case.pk, said=said, by=body.reviewer)
    assert sorted(error.value.fields) == ["corrections", "plan"]


def test_no_level_above_the_score(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    recommend(body, case, "star5")  # 96.33
    with pytest.raises(BadInput) as error:
        propose(body, case, "star6")
    assert sorted(error.value.fields) == ["level"]


def test_votes_count_with_quorum_and_majority(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    recommend(body, case)
    asked = propose(body, case, "star5")
    assert [str(one) for one in blocks([case], Stage.GRANTED)[case.pk]] == ["0 of at least 3 have voted"]
    vote(body, asked, "for", "against")
    with pytest.raises(RuleBroken, match="2 of at least 3"):
        actions.decide(proposal_id=asked.pk, by=body.decider)
    with pytest.raises(RuleBroken, match="voted already"):
        actions.vote(proposal_id=asked.pk, choice="for", by=body.decider)
    with pytest.raises(RuleBroken, match="being voted on"):
        propose(body, case, "star4")
    actions.vote(proposal_id=asked.pk, choice="abstain", by=body.decider3)
    with pytest.raises(RuleBroken, match="even"):
        actions.decide(proposal_id=asked.pk, by=body.decider)
    other = propose(body, case, "star4")
    with pytest.raises(RuleBroken, match="stands in its place"):
        actions.decide(proposal_id=asked.pk, by=body.decider)
    vote(body, other, "for", "for", "for")
    assert actions.decide(proposal_id=other.pk, by=body.decider).level == "star4"


def test_nobody_votes_without_the_part_or_with_a_tie(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    recommend(body, case)
    asked = propose(body, case)
    for one in (body.admin, body.manager, body.officer, body.reviewer, body.lead):
        with pytest.raises(NotAllowed):
            actions.vote(proposal_id=asked.pk, choice="for", by=one)
    Tie.objects.create(
        tenant=body.tenant, certifier=body.certifier(body.decider), client=case.client, kind="consultancy",
        since=clock.today() - timedelta(days=400), until=clock.today() - timedelta(days=200), declared_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="has a tie to the client"):
        actions.vote(proposal_id=asked.pk, choice="for", by=body.decider)
    assert Vote.objects.count() == 0


def test_nothing_is_granted_while_a_correction_is_open(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    recommend(body, case)
    asked = propose(body, case)
    vote(body, asked, "for", "for", "for")
    Finding.objects.create(
        tenant=body.tenant, case=case, number=9, kind="special", reason_code="law", grade="major", text="未公示收费",
        source="follow_up", raised_at=clock.now(), state="open",
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="1 corrections are not verified"):
        actions.decide(proposal_id=asked.pk, by=body.decider)
    assert (Decision.objects.count(), stage(case)) == (0, Stage.DECISION)


def test_nothing_is_decided_on_unofficial_points(unofficial_body: Body, hand_over_unofficial: HandOver) -> None:
    case = hand_over_unofficial()
    case.rehearsal = True  # reviewed as an exercise, then meant in earnest
    case.save(update_fields=["rehearsal"])
    recommend(unofficial_body, case)
    asked = propose(unofficial_body, case)
    vote(unofficial_body, asked, "for", "for", "for")
    Case.objects.filter(pk=case.pk).update(rehearsal=False)
    with pytest.raises(RuleBroken, match="not official"):
        actions.decide(proposal_id=asked.pk, by=unofficial_body.decider)
    Case.objects.filter(pk=case.pk).update(rehearsal=True)
    actions.decide(proposal_id=asked.pk, by=unofficial_body.decider)
    assert stage(case) == Stage.GRANTED


def test_not_granted_tells_the_client_why(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    recommend(body, case, "")
    asked = propose(body, case, "")
    vote(body, asked, "for", "for", "abstain")
    made = actions.decide(proposal_id=asked.pk, by=body.decider)
    assert (made.outcome, made.level, stage(case)) == ("not_granted", "", Stage.NOT_GRANTED)
    letter = Letter.objects.get(case=case)
    assert (letter.kind, "评分与证据一致" in letter.text) == ("decision_not_granted", True)


def test_the_committee_returns_a_case_and_it_is_reviewed_again(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    recommend(body, case)
    asked = propose(body, case, "", returns=True)
    vote(body, asked, "for", "for", "for")
    assert actions.decide(proposal_id=asked.pk, by=body.decider).outcome == "returned"
    assert (stage(case), Letter.objects.count()) == (Stage.REPORT, 0)
    Case.objects.filter(pk=case.pk).update(stage=Stage.UNDER_REVIEW)
    case.refresh_from_db()
    assert [str(one) for one in blocks([case], Stage.DECISION)[case.pk]] == [
        "the reviewer has not said anything to the newest report yet"
    ]
    recommend(body, case)
    assert stage(case) == Stage.DECISION


def test_a_surveillance_that_is_not_passed_suspends_the_certificate(body: Body, hand_over: HandOver) -> None:
    first = hand_over()
    recommend(body, first)
    asked = propose(body, first)
    vote(body, asked, "for", "for", "for")
    actions.decide(proposal_id=asked.pk, by=body.decider)
    held = certificates.issue(case_id=first.pk, by=body.officer)
    case = hand_over(client=first.client, kind=Kind.SURVEILLANCE, certificate_id=held.pk)
    recommend(body, case, "")
    with pytest.raises(BadInput) as error:
        propose(body, case, "")
    assert sorted(error.value.fields) == ["measure"]
    until = clock.today() + timedelta(days=90)
    asked = propose(body, case, "", measure="suspend", reason_code="not_fulfilled", until=until)
    vote(body, asked, "for", "for", "for")
    actions.decide(proposal_id=asked.pk, by=body.decider)
    held.refresh_from_db()
    assert (held.state, held.suspended_until, stage(case)) == ("suspended", until, Stage.NOT_GRANTED)
    assert list(Letter.objects.filter(case=case).values_list("kind", flat=True)) == ["decision_not_granted"]
    assert list(Letter.objects.filter(certificate_id=held.pk).values_list("kind", flat=True)) == ["suspension"]


def test_figures_count_what_was_decided(body: Body, hand_over: HandOver) -> None:
    for level, choices in (("star4", "for"), ("", "for")):
        case = hand_over(target_level="star5")
        recommend(body, case, level)
        asked = propose(body, case, level)
        vote(body, asked, *([choices] * 3))
        actions.decide(proposal_id=asked.pk, by=body.decider)
    year = queries.years()[0]
    assert (year.granted, year.lower, year.not_granted, year.returned, year.share) == (1, 1, 1, 0, "50.0%")
    assert report(body, case).version == 2
