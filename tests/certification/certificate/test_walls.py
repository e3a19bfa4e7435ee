"""What the database refuses of decisions and certificates, whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify, decided, reported, reviewed
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.certificate.models import Certificate, CertificateEvent, Measure
from wuxing.certification.certificate.rules import months_after
from wuxing.certification.decision.models import Decision, Proposal, Vote
from wuxing.certification.findings.models import Finding
from wuxing.core import clock


@contextmanager
def refused(text: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=text), transaction.atomic():
        yield


def asked(body: Body, case: Case, *, votes: tuple[str, ...] = ("for",) * 3, **more: Any) -> Proposal:
    score = {name: more.pop(name) for name in ("official", "score", "reached") if name in more}
    report = reported(body, case, score.get("score", "93.20"), score.get("reached", "star4"),
                      official=score.get("official", True))  # fmt: skip
    made = Proposal.objects.create(
        tenant=body.tenant, case=case, review=reviewed(body, case, report), score=report.score, opened_at=clock.now(),
        **({"grant": True, "level": "star4", "quorum": 3} | more),
    )  # fmt: skip
    for one, choice in zip((body.decider, body.decider2, body.decider3), votes, strict=False):
        vote(body, made, one, choice)
    return made


def vote(body: Body, proposal: Proposal, by: Any, choice: str = "for") -> None:
    Vote.objects.create(
        tenant=body.tenant, proposal=proposal, certifier=body.certifier(by), choice=choice, at=clock.now()
    )


def decide(body: Body, proposal: Proposal, **more: Any) -> Decision:
    facts = {"outcome": "granted", "level": "star4", "score": proposal.score, "case": proposal.case, "reasons": "x"}
    return Decision.objects.create(tenant=body.tenant, proposal=proposal, at=clock.now(), **(facts | more))


def event(body: Body, held: Certificate, **more: Any) -> CertificateEvent:
    facts = {"event": "withdraw", "before": held.state, "after": "withdrawn", "reason": "停业", "by_name": "甲"}
    return CertificateEvent.objects.create(tenant=body.tenant, certificate=held, at=clock.now(), **(facts | more))


def test_no_decision_without_quorum_majority_or_official_points(body: Body) -> None:
    case = body.case(Stage.DECISION)
    with refused("without a quorum"):
        decide(body, asked(body, case, votes=("for", "for")))
    for votes in (("for", "against", "abstain"), ("for", "against", "against"), ("abstain",) * 3):
        with refused("without a majority"):
            decide(body, asked(body, case, votes=votes))
    with refused("not official"):
        decide(body, asked(body, case, official=False))
    with refused("reaches no level"):
        decide(body, asked(body, case, reached=""))
    assert Decision.objects.count() == 0


def test_a_decision_says_what_was_proposed(body: Body) -> None:
    case = body.case(Stage.DECISION)
    proposal = asked(body, case)
    for more in ({"level": "star5"}, {"outcome": "not_granted", "level": ""}, {"outcome": "returned", "level": ""}):
        with refused("says what was proposed"):
            decide(body, proposal, **more)
    with refused("case and score of its proposal"):
        decide(body, proposal, case=body.case(Stage.DECISION))
    decide(body, proposal)
    with refused("the proposal is decided"):
        vote(body, proposal, body.decider)


def test_nothing_is_granted_while_a_correction_is_open(body: Body) -> None:
    case = body.case(Stage.DECISION)
    Finding.objects.create(
        tenant=body.tenant, case=case, number=1, kind="special", reason_code="law", grade="major", text="未公示",
        source="on_site", raised_at=clock.now(),
    )  # fmt: skip
    with refused("while a correction is open"):
        decide(body, asked(body, case))


def test_a_proposal_rests_on_the_newest_review_that_recommends(body: Body) -> None:
    case, other = body.case(Stage.DECISION), body.case(Stage.DECISION)
    report = reported(body, case)
    review = reviewed(body, case, report)
    score = reported(body, other).score
    facts = {"tenant": body.tenant, "grant": True, "level": "star4", "quorum": 3, "opened_at": clock.now()}
    for wrong in (
        {"case": other, "review": review, "score": report.score},
        {"case": case, "review": review, "score": score},
        {"case": case, "review": review, "score": report.score, "quorum": 0},
    ):
        with refused("rests on a review|without voters"):
            Proposal.objects.create(**(facts | wrong))
    with refused("proposal_grants_at_a_level"):
        Proposal.objects.create(**(facts | {"case": case, "review": review, "score": report.score, "level": ""}))
    reviewed(body, case, report)
    with refused("newest review"):
        Proposal.objects.create(**(facts | {"case": case, "review": review, "score": report.score}))


def test_only_the_committee_votes_once_and_on_the_newest_proposal(body: Body) -> None:
    case = body.case(Stage.DECISION)
    first = asked(body, case, votes=("for",))
    for one in (body.lead, body.reviewer, body.manager):
        with refused("only a decision maker of the case votes"):
            vote(body, first, one)
    with refused("one_vote_a_proposal"):
        vote(body, first, body.decider, "against")
    asked(body, case, votes=())
    with refused("another proposal stands in its place"):
        vote(body, first, body.decider2)


def test_no_certificate_without_the_decision_that_granted_it(body: Body, certify: Certify) -> None:
    held = certify()
    other = decided(body, body.case(Stage.DECISION))
    plain = decided(body, body.case(Stage.DECISION), grant=False, level="")
    for wrong in (
        {"decision": plain, "case": plain.case},
        {"decision": other, "case": other.case, "level": "star5"},
        {"decision": other, "case": held.case},
    ):
        held.pk, held._state.adding = None, True
        for name, value in ({"number": "X-1", "level": "star4"} | wrong).items():
            setattr(held, name, value)
        with refused("no certificate without a decision that granted it"):
            held.save(force_insert=True)


def test_the_words_of_a_certificate_stand(body: Body, certify: Certify) -> None:
    held = certify()
    for change in (
        {"level": "star5"}, {"holder": "别的公司"}, {"score": Decimal("99")}, {"number": "X"},
        {"valid_until": held.valid_until + timedelta(days=1)},
    ):  # fmt: skip
        with refused("words of a certificate stand"):
            Certificate.objects.filter(pk=held.pk).update(**change)


def test_no_change_of_state_without_its_event(body: Body, certify: Certify) -> None:
    held = certify()
    for state in ("suspended", "withdrawn", "cancelled", "expired", "replaced"):
        with refused("without its event"):
            Certificate.objects.filter(pk=held.pk).update(state=state)
    with refused("has a reason"):
        event(body, held, reason=" ")
    with refused("begins at the state"):
        event(body, held, before="suspended")
    with refused("no such state"):
        event(body, held, after="gone")
    for until in (None, months_after(clock.today(), 6) + timedelta(days=2)):
        with refused("term of six months"):
            event(body, held, event="suspend", after="suspended", until=until)
    with refused("certificate_two_persons"):
        event(body, held, proposed_by_id=body.decider.user_id, by_user_id=body.decider.user_id)
    with refused("certificate_two_persons"):
        event(body, held, proposed_by_id=body.decider.user_id)
    event(body, held)
    with refused("without its event"):
        Certificate.objects.filter(pk=held.pk).update(state="cancelled")
    Certificate.objects.filter(pk=held.pk).update(state="withdrawn")
    with refused("has ended"):
        event(body, held, before="withdrawn", after="valid")
    with refused("has ended"):
        Certificate.objects.filter(pk=held.pk).update(state="valid")


def test_never_over_fifteen_months_without_an_evaluation(body: Body, certify: Certify) -> None:
    held = certify()
    rows = Certificate.objects.filter(pk=held.pk)
    with refused("surveillance_within_a_year"):
        rows.update(surveillance_due_on=held.surveillance_due_on + timedelta(days=1))
    until = months_after(held.surveillance_due_on, 3)
    with refused("without its event"):
        rows.update(extended_until=until)
    event(body, held, event="extend", after="valid", until=until + timedelta(days=1))
    with refused("extension_within_three_months"):
        rows.update(extended_until=until + timedelta(days=1))
    with refused("not undone"):
        rows.update(last_evaluated_on=held.last_evaluated_on - timedelta(days=1))


def test_two_persons_and_one_proposal_at_a_time(body: Body, certify: Certify) -> None:
    held = certify()
    facts = {"step": "withdraw", "reason_code": "system_stopped", "reason": "x", "proposed_at": clock.now()}
    made = Measure.objects.create(
        tenant=body.tenant, certificate=held, proposed_by_id=body.decider.user_id or 0, **facts
    )  # fmt: skip
    with refused("one_measure_at_a_time"):
        Measure.objects.create(tenant=body.tenant, certificate=held, proposed_by_id=body.decider2.user_id or 0, **facts)
    with refused("measure_two_persons"):
        Measure.objects.filter(pk=made.pk).update(decided_by=body.decider.user_id, decided_at=clock.now())


@pytest.mark.parametrize("table", ["casereview", "proposal", "vote", "decision", "certificateevent"])
def test_what_was_said_is_neither_changed_nor_taken_away(body: Body, certify: Certify, table: str) -> None:
    certify()
    statements = (f"DELETE FROM certification_{table}", f"UPDATE certification_{table} SET tenant_id = tenant_id")
    for statement in (*statements, "DELETE FROM certification_certificate"):
        with pytest.raises(Exception, match=r"permission denied|append-only"), transaction.atomic():
            connection.cursor().execute(statement)
