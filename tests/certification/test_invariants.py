"""Random people, administrators too, try random things on several cases: what must never be is never reached.

Never: a decider or reviewer who evaluated; a decision on points that are not official; a grant while a correction is
open; a certificate without the decision that granted it; a certificate in force without an evaluation for over fifteen
months; a finding or checklist changed after the closing meeting. WUXING_STEPS sets how many steps an example takes.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, ClassVar

from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.certification.body import Body, body_of
from tests.certification.test_thread import APPLIED, FINDINGS, staff
from wuxing.certification.application.rules import check_sign
from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import TEAM, Part, Stage
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate.actions import lasting, measures
from wuxing.certification.certificate.models import Certificate, Measure
from wuxing.certification.certificate.states import State as Standing
from wuxing.certification.decision.actions import deciding, proposing, voting
from wuxing.certification.decision.models import CaseReview, Decision, Proposal, Vote
from wuxing.certification.findings import actions as findings
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.rules import Seen
from wuxing.certification.findings.states import Grade, Kind
from wuxing.certification.onsite_audit.actions import meetings, sheets
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.onsite_audit.rules.sheets import Looked
from wuxing.certification.people import assigning
from wuxing.certification.report.actions import changing, reporting
from wuxing.certification.surveillance.actions import following, opening
from wuxing.core import clock
from wuxing.core.actors import Actor, system_actor
from wuxing.core.errors import BusinessError
from wuxing.web.demo.certifying.casework import Casework

EXAMPLES, STEPS = int(os.environ.get("WUXING_EXAMPLES", "2")), int(os.environ.get("WUXING_STEPS", "25"))
CONTENT = (
    "kind",
    "grade",
    "leaf",
    "reason_code",
    "site_id",
    "text",
    "evidence",
    "sample_size",
    "failures",
    "raised_at",
)
# The same steps every time, unless somebody asks for more: then others each time.
REPEATED = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize="WUXING_STEPS" not in os.environ,
    database=None,
)
WAY = (
    "submit", "take_up", "judge_application", "quote", "sign", "form_team", "pay", "review_documents", "plan_soon", "arrive",
    "look", "leave", "correct", "finish", "hand_over", "review", "decide", "certify",
)  # fmt: skip
Deed = Callable[[Actor, Case], object]
Make = Callable[..., Actor]


class Work(Casework):
    """A case whose visit is planned for tomorrow; `gone` is how far along the way it was brought."""

    gone = 0

    def plan_soon(self) -> None:
        self.plan(clock.today() + timedelta(days=1))


def newest(case: Case) -> int:
    return Proposal.objects.filter(case=case).latest("pk").pk


def held(case: Case) -> Certificate:
    return Certificate.objects.filter(client_id=case.client_id).latest("pk")


def a_finding(case: Case) -> Finding:
    return Finding.objects.filter(case=case).earliest("pk")


SEEN = Seen(Kind.DEDUCTION, "后来想到的", "无", "5.1.7-b", Grade.MINOR, sample_size=20, failures=20)
DEEDS: dict[str, Deed] = {
    "propose": lambda by, case: proposing.propose(
        case_id=case.pk, asked=proposing.Asked(text="授予", grant=True, level="star5"), by=by
    ),
    "propose low": lambda by, case: proposing.propose(
        case_id=case.pk, asked=proposing.Asked(text="授予", grant=True, level="pass"), by=by
    ),
    "refuse": lambda by, case: proposing.propose(
        case_id=case.pk, asked=proposing.Asked(text="不予", grant=False), by=by
    ),
    "vote": lambda by, case: voting.vote(proposal_id=newest(case), choice="for", by=by),
    "decide": lambda by, case: deciding.decide(proposal_id=newest(case), by=by),
    "hand over": lambda by, case: reporting.hand_over(case_id=case.pk, by=by),
    "report": lambda by, case: reporting.generate(case_id=case.pk, by=by),
    "finish": lambda by, case: findings.finish(case_id=case.pk, by=by),
    "verify": lambda by, case: findings.verify(finding_id=a_finding(case).pk, text="没看", by=by),
    "correct": lambda by, case: findings.correct(finding_id=a_finding(case).pk, seen=SEEN, by=by),
    "take back": lambda by, case: findings.take_back(finding_id=a_finding(case).pk, reason="算了", by=by),
    "raise": lambda by, case: findings.raise_finding(case_id=case.pk, seen=SEEN, by=by),
    "see": lambda by, case: sheets.see_leaf(
        case_id=case.pk, leaf="5.1.7-c", looked=Looked("改口", None, "改口"), by=by
    ),
    "close": lambda by, case: meetings.hold_closing(case_id=case.pk, by=by),
    "override": lambda by, case: changing.propose_override(
        case_id=case.pk, leaf="5.1.7-a", after=Decimal(1), reason="改分", by=by
    ),
    "suspend": lambda by, case: measures.suspend_overdue(certificate=held(case), by=by),
    "resume": lambda by, case: measures.resume(certificate_id=held(case).pk, reason="恢复", by=by),
    "confirm": lambda by, case: measures.confirm(
        measure_id=Measure.objects.filter(certificate=held(case)).latest("pk").pk, by=by
    ),
    "extend": lambda by, case: lasting.extend(
        certificate_id=held(case).pk, until=held(case).surveillance_due_on + timedelta(days=90), reason="延", by=by
    ),
    "note": lambda by, case: lasting.note_evaluation(certificate=held(case), on=clock.today(), by=by),
    "survey": lambda by, case: opening.open_surveillance(certificate_id=held(case).pk, by=by),
}
# Past every action, straight at the tables: what the database itself refuses.
WRITES: dict[str, Deed] = {
    "a vote": lambda by, case: Vote.objects.create(
        tenant_id=by.tenant_id, proposal_id=newest(case), certifier=Body_.of(by), choice="for", at=clock.now()
    ),
    "a part": lambda by, case: CaseRole.objects.create(
        tenant_id=by.tenant_id, case=case, certifier=Body_.of(by), part="decider", assigned_at=clock.now()
    ),
    "a decision": lambda by, case: Decision.objects.create(
        tenant_id=by.tenant_id, case=case, proposal_id=newest(case),
        score=Proposal.objects.get(pk=newest(case)).score, outcome="granted", level="star5", at=clock.now(),
    ),
    "a finding": lambda by, case: Finding.objects.filter(case=case).update(text="没有问题"),
    "a checklist": lambda by, case: Sheet.objects.filter(case=case).update(ratio=1),
    "a level": lambda by, case: Certificate.objects.filter(client_id=case.client_id).update(level="star5"),
    "a day": lambda by, case: Certificate.objects.filter(client_id=case.client_id).update(
        surveillance_due_on=date(2099, 1, 1)
    ),
}  # fmt: skip


class Body_:  # noqa: N801
    """The body of the running example, for the table of deeds."""

    here: ClassVar[Body]

    @classmethod
    def of(cls, by: Actor) -> Any:
        return cls.here.people.get(by.user_id or 0) or next(iter(cls.here.people.values()))


class Certifying(RuleBasedStateMachine):
    """The body with up to three clients; time passes, people try things."""

    actor: ClassVar[Make]
    official: ClassVar[bool] = True
    numbers: ClassVar[Iterator[int]] = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.inside = body_of(type(self).actor, official=self.official, slug=f"body{next(self.numbers)}")
        self.body = next(self.inside)
        Body_.here = self.body
        self.works: list[Work] = []
        self.seen: dict[int, tuple[Any, ...]] = {}
        self.now = clock.now()
        body = self.body
        self.people = (
            body.manager, body.officer, body.lead, body.evaluator, body.reviewer, body.decider, body.decider2,
            body.decider3, body.admin,
        )  # fmt: skip

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.inside.close()  # type: ignore[attr-defined]  # it is a generator
        self.atom.__exit__(None, None, None)

    def attempt(self, deed: Callable[[], object]) -> None:
        """Try something; a refusal is an answer, whoever gives it."""
        try:
            with transaction.atomic(), clock.telling(self.now):
                deed()
        except (BusinessError, IntegrityError, ProgrammingError, StopIteration, *_ABSENT):
            return

    @initialize()
    def first(self) -> None:
        self.apply()

    @rule()
    @precondition(lambda self: len(self.works) < 3)
    def apply(self) -> None:
        number = len(self.works)
        code = f"91350100DEM{number:06d}"
        applied = replace(
            APPLIED, name=f"委托人 {number}", credit_code=code + check_sign(code), phone=f"1380591{number:04d}"
        )
        with clock.telling(self.now):
            work = Work.applied(staff(self.body), applied, seen=FINDINGS, level="star4")
        assert isinstance(work, Work)
        self.works.append(work)

    @rule(place=st.integers(0, 2), steps=st.integers(1, 6))
    def go_on(self, place: int, steps: int) -> None:
        """Bring a case on as it should be."""
        work = self.works[place % len(self.works)]
        for name in WAY[work.gone : work.gone + steps]:
            self.attempt(getattr(work, name))
            work.gone += 1
        if work.gone >= len(WAY) and work.case.stage != Stage.CERTIFIED:
            work.gone = 0  # somebody stood in the way: try the whole way again

    @rule(place=st.integers(0, 2), who=st.integers(0, 8), deed=st.sampled_from(sorted(DEEDS)))
    def try_something(self, place: int, who: int, deed: str) -> None:
        case = self.works[place % len(self.works)].case
        self.attempt(lambda: DEEDS[deed](self.people[who], case))

    @rule(place=st.integers(0, 2), who=st.integers(1, 7), part=st.sampled_from(list(Part)))
    def assign(self, place: int, who: int, part: Part) -> None:
        case = self.works[place % len(self.works)].case
        certifier = self.body.certifier(self.people[who])
        self.attempt(
            lambda: assigning.assign(
                case_id=case.pk, certifier_id=certifier.pk, part=part, override="急", by=self.body.officer
            )
        )

    @rule(place=st.integers(0, 2), who=st.integers(0, 8), write=st.sampled_from(sorted(WRITES)))
    def write_past_the_actions(self, place: int, who: int, write: str) -> None:
        case = self.works[place % len(self.works)].case
        if write in {"a checklist", "a finding"} and case.closing_at is None:
            return
        self.attempt(lambda: WRITES[write](self.people[who], case))

    @rule(days=st.sampled_from([1, 20, 90, 200, 400]), follows=st.booleans())
    def let_time_pass(self, days: int, follows: bool) -> None:
        self.now += timedelta(days=days)
        if follows:
            self.attempt(lambda: following.follow(by=system_actor(self.body.tenant.pk)))

    # what must never be

    @invariant()
    def who_evaluates_stays_apart(self) -> None:
        team = set(CaseRole.objects.filter(part__in=TEAM).values_list("case_id", "certifier_id"))
        judges = set(Vote.objects.values_list("proposal__case_id", "certifier_id"))
        judges |= set(CaseReview.objects.values_list("case_id", "reviewer_id"))
        assert team & judges == set()

    @invariant()
    def decisions_are_well_founded(self) -> None:
        for made in Decision.objects.select_related("score", "case", "proposal"):
            assert made.score.official or made.case.rehearsal
            assert made.proposal.votes.count() >= made.proposal.quorum
            if made.outcome == "granted":
                open_then = Finding.objects.filter(
                    case_id=made.case_id, kind__in=["deduction", "special"], raised_at__lt=made.at
                ).exclude(closed_at__lte=made.at)
                assert list(open_then.exclude(state="taken_back")) == []

    @invariant()
    def certificates_follow_decisions(self) -> None:
        for made in Certificate.objects.select_related("decision"):
            assert (made.decision.outcome, made.decision.level, made.decision.case_id) == (
                "granted", made.level, made.case_id,
            )  # fmt: skip

    @invariant()
    def nothing_is_in_force_unwatched(self) -> None:
        today = self.now.date()
        for made in Certificate.objects.filter(state="valid"):
            if certificates.state_on(made, today) is Standing.VALID:
                assert (today - made.last_evaluated_on).days <= 458  # fifteen months have at most so many days

    @invariant()
    def what_was_found_stands(self) -> None:
        for pk, *said in Finding.objects.filter(case__closing_at__isnull=False).values_list("pk", *CONTENT):
            assert self.seen.setdefault(pk, tuple(said)) == tuple(said)
        sheets_ = Sheet.objects.filter(case__closing_at__isnull=False)
        for pk, *said in sheets_.values_list("pk", "ratio", "text", "seen_at"):
            assert self.seen.setdefault(-pk, tuple(said)) == tuple(said)


_ABSENT = tuple(model.DoesNotExist for model in (Proposal, Certificate, Finding, Case, Measure))


def test_what_must_never_be_is_never_reached(db: None, actor: Make) -> None:
    machine = type("Official", (Certifying,), {"actor": staticmethod(actor)})
    run_state_machine_as_test(machine, settings=REPEATED)


class Rehearsing(Certifying):
    """The same body before any points were signed off: nothing goes beyond the report."""

    official = False

    @invariant()
    def nothing_is_decided(self) -> None:
        far = [Stage.UNDER_REVIEW, Stage.DECISION, Stage.GRANTED, Stage.NOT_GRANTED, Stage.CERTIFIED]
        assert list(Case.objects.filter(stage__in=far)) == []


def test_nor_without_official_points(db: None, actor: Make) -> None:
    machine = type("Unofficial", (Rehearsing,), {"actor": staticmethod(actor)})
    run_state_machine_as_test(machine, settings=settings(REPEATED, max_examples=1))
