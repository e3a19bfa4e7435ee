"""One case on its way, each stage by the actions that people would take. The demo tells its cases through it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO

import pypdfium2

from wuxing.certification.agreement import queries as agreements
from wuxing.certification.agreement.actions import invoicing, quoting, signing
from wuxing.certification.agreement.models import Invoice
from wuxing.certification.agreement.states import Side
from wuxing.certification.application import actions as applications
from wuxing.certification.application.actions import reviewing
from wuxing.certification.application.actions.opening import Applied
from wuxing.certification.application.models import Paper
from wuxing.certification.application.rules import Answer
from wuxing.certification.application.states import Outcome, Point, Source
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import portal, queries
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part
from wuxing.certification.certificate.actions import conclusion
from wuxing.certification.decision.actions import deciding, proposing, voting
from wuxing.certification.decision.actions import reviewing as second_look
from wuxing.certification.decision.rules import Outcome as Recommended
from wuxing.certification.decision.rules import Ticked
from wuxing.certification.document_review import actions as documents
from wuxing.certification.document_review import queries as papers
from wuxing.certification.document_review.states import State as Settled
from wuxing.certification.document_review.states import Verdict
from wuxing.certification.findings import actions as findings
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.rules import Seen
from wuxing.certification.findings.states import Kind, State
from wuxing.certification.onsite_audit import queries as audit
from wuxing.certification.onsite_audit.actions import drawing, meetings, planning, sheets
from wuxing.certification.onsite_audit.rules.sheets import Looked, is_manual, is_proportional
from wuxing.certification.people import assigning
from wuxing.certification.people.actions import declarations
from wuxing.certification.programme import queries as programmes
from wuxing.certification.report.actions import reporting
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant


@cache
def paper() -> bytes:
    """Return a PDF of one empty page: what the demo's clients hand in."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


SAMPLE = 20
"""So many records are looked at of a proportional indicator."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works on a case; nobody of them in two parts that exclude each other."""

    body: Tenant
    officer: Actor
    lead: Actor
    evaluator: Actor
    reviewer: Actor
    deciders: tuple[Actor, ...]


@dataclass
class Casework:
    """A case and the people who bring it on. `seen` are the findings that the team raises on site."""

    staff: Staff
    case_id: int
    seen: Sequence[Seen] = ()
    level: str = ""  # granted; empty: not granted
    reasons: str = "经表决同意。"
    days: dict[str, date] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """Return the case as it stands."""
        return queries.case(self.case_id)

    @property
    def client(self) -> Actor:
        """Return the client's contact, who acts by link."""
        return portal.client_actor(self.staff.body, self.case.client.contact_name or "联系人")

    @classmethod
    def applied(cls, staff: Staff, applied: Applied, **facts: object) -> "Casework":
        """Let a client apply by the public form."""
        by = portal.client_actor(staff.body, applied.contact_name)
        received = applications.receive(applied=applied, source=Source.PUBLIC, by=by)
        return cls(staff, received.case.pk, **facts)  # type: ignore[arg-type]

    def hand_in(self) -> None:
        """Hand in every paper that is needed and not there yet."""
        case, there = self.case, set(Paper.objects.filter(case_id=self.case_id).values_list("code", flat=True))
        for one in programmes.for_case(case).papers:
            if one.needed and case.kind in one.kinds and one.code not in there:
                content = BytesIO(paper())
                applications.hand_in(
                    case_id=case.pk, code=one.code, content=content, name=f"{one.code}.pdf", by=self.client
                )

    def submit(self) -> None:
        """Hand in what is needed, and submit."""
        self.hand_in()
        applications.submit(case_id=self.case_id, by=self.client)

    def take_up(self) -> None:
        """The officer takes the case over, an evaluator takes the application up."""
        cases.take_over(case_id=self.case_id, by=self.staff.officer)
        reviewing.take_up(case_id=self.case_id, by=self.staff.lead)

    def judge_application(self, outcome: Outcome = Outcome.ACCEPTED, reasons: str = "") -> None:
        """Record the review of the application."""
        yes = outcome is Outcome.ACCEPTED
        points = {point: Answer(yes or point is not Point.INFORMATION, "" if yes else reasons) for point in Point}
        reviewing.record_review(
            case_id=self.case_id, outcome=outcome, points=points, reasons=reasons, by=self.staff.lead
        )

    def form_team(self) -> None:
        """Assign leader and evaluator; both declare."""
        for actor, part in ((self.staff.lead, Part.LEAD), (self.staff.evaluator, Part.EVALUATOR)):
            self._assign(actor, part)

    def _assign(self, actor: Actor, part: Part) -> None:
        certifier = queries.certifier_of(actor)
        assert certifier is not None, f"{actor.name} is no certifier"
        assigning.assign(
            case_id=self.case_id, certifier_id=certifier.pk, part=part, override="示范", by=self.staff.officer
        )
        declarations.declare_for_case(case_id=self.case_id, text="与委托人无利益关系。", by=actor)

    def quote(self) -> None:
        """Issue the quotation."""
        today = clock.today()
        quoted = quoting.Quoted(access_from=today, access_until=today + timedelta(days=120))
        quoting.issue(case_id=self.case_id, quoted=quoted, by=self.staff.officer)

    def sign(self) -> None:
        """Both sides sign; the fees are paid."""
        standing = agreements.standing(self.case)
        assert standing is not None
        row = standing.row
        for side, by, post in ((Side.CLIENT, self.client, "总经理"), (Side.BODY, self.staff.officer, "项目管理")):
            signing.sign(
                case_id=self.case_id, version=row.version, side=side, name=by.name, post=post, sha256=row.sha256, by=by
            )

    def pay(self) -> None:
        """The client pays what was charged."""
        for invoice in Invoice.objects.filter(case_id=self.case_id, paid_on=None, cancelled_at=None).order_by("pk"):
            invoicing.pay(invoice_id=invoice.pk, paid_on=clock.today(), by=self.staff.officer)

    def review_documents(self) -> None:
        """Begin the document review and accept every paper."""
        documents.begin(case_id=self.case_id, by=self.staff.lead)
        self.judge_documents()

    def judge_documents(self) -> None:
        """Accept every paper that is not settled yet."""
        for line in papers.lines(self.case):
            if line.state is Settled.ACCEPTED:
                continue
            if line.newest is None:
                documents.hand_in_again(
                    case_id=self.case_id, client_id=self.case.client_id, code=line.review.code,
                    content=BytesIO(paper()), name=f"{line.review.code}.pdf", by=self.client,
                )  # fmt: skip
            documents.judge(
                case_id=self.case_id,
                code=line.review.code,
                verdict=Verdict.ACCEPTED,
                text="符合要求。",
                by=self.staff.lead,
            )

    def plan(self, first_day: date) -> None:
        """Draw the outlets, plan, release; the client confirms."""
        lead = self.staff.lead
        drawn = drawing.promise_sites(case_id=self.case_id, by=lead)
        if drawn is not None:
            drawing.answer_sites(case_id=self.case_id, word=f"委托人给出的词 {self.case_id}", by=self.client)
        planning.start_plan(case_id=self.case_id, by=lead)
        planning.propose_lines(case_id=self.case_id, first_day=first_day, by=lead)
        planning.release_plan(case_id=self.case_id, by=lead)
        planning.answer_plan(case_id=self.case_id, answer="confirmed", by=self.client)

    def _meet(self, kind: str, at: datetime) -> None:
        lead = self.staff.lead
        meetings.keep_meeting(
            case_id=self.case_id,
            kind=kind,
            at=at,
            place="总部会议室",
            minutes="介绍双方人员，确认范围、计划与保密要求。",
            by=lead,
        )
        meetings.sign(case_id=self.case_id, kind=kind, name=lead.name, post="评价组长", side="body", by=lead)
        meetings.sign(
            case_id=self.case_id, kind=kind, name=self.client.name, post="总经理", side="client", by=self.client
        )

    def arrive(self) -> None:
        """Hold the opening meeting."""
        self._meet("opening", clock.now())
        meetings.hold_opening(case_id=self.case_id, by=self.staff.lead)

    def look(self, share: Decimal = Decimal(1)) -> None:
        """Raise the findings, look at the indicators (a share of them, in order), two persons where people alone decide."""
        for seen in self.seen:
            findings.raise_finding(case_id=self.case_id, seen=seen, by=self.staff.lead)
        case = self.case
        pack = audit.pack(case)
        leaves = audit.applicable_of(case)
        for leaf in leaves[: int(len(leaves) * share)]:
            indicator = pack.by_id[leaf]
            size = SAMPLE if is_proportional(indicator) else None
            looked = Looked("查阅记录、访谈并现场观察。", size, "以现场所见为准。")
            sheets.see_leaf(case_id=case.pk, leaf=leaf, looked=looked, by=self.staff.lead)
            if is_manual(indicator):
                sheets.confirm_sheet(case_id=case.pk, leaf=leaf, by=self.staff.evaluator)

    def leave(self) -> None:
        """Hold the closing meeting."""
        self._meet("closing", clock.now())
        meetings.hold_closing(case_id=self.case_id, by=self.staff.lead)

    def correct(self, count: int | None = None) -> None:
        """The client corrects and the team verifies: all findings, or the first of them."""
        rows = Finding.objects.filter(case_id=self.case_id, kind__in=[Kind.DEDUCTION, Kind.SPECIAL], state=State.OPEN)
        for found in list(rows.order_by("number"))[:count]:
            self.send_plan(found)
            findings.accept_plan(finding_id=found.pk, by=self.staff.lead)
            file = BytesIO(paper())
            file.name = "整改证据.pdf"
            findings.answer(
                finding_id=found.pk, client_id=self.case.client_id, text="已整改，见附件。", sent=[file], by=self.client
            )
            findings.verify(finding_id=found.pk, text="查阅整改证据，措施有效。", by=self.staff.evaluator)

    def send_plan(self, found: Finding) -> None:
        """The client says how it corrects."""
        findings.plan(
            finding_id=found.pk, client_id=self.case.client_id, correction="补齐缺失的说明。", cause="培训不到位。",
            action="修订表单并培训全部网点。", due_on=found.due_on or clock.today(), by=self.client,
        )  # fmt: skip

    def finish(self) -> None:
        """Every correction is verified."""
        findings.finish(case_id=self.case_id, by=self.staff.lead)

    def hand_over(self) -> None:
        """Write the report, assign who stands apart, hand it over."""
        reporting.generate(case_id=self.case_id, by=self.staff.lead)
        self.stand_apart()
        reporting.hand_over(case_id=self.case_id, by=self.staff.lead)

    def stand_apart(self) -> None:
        """Assign reviewer and committee; everybody declares."""
        self._assign(self.staff.reviewer, Part.REVIEWER)
        for one in self.staff.deciders:
            self._assign(one, Part.DECIDER)

    def review(self) -> None:
        """The reviewer looks at everything and recommends."""
        from wuxing.certification.decision import checking

        ticked = {item.code: Ticked(item.good, "" if item.good else "已核实。") for item in checking.items(self.case)}
        said = second_look.Reviewed(
            Recommended.GRANT if self.level else Recommended.REFUSE, self.reasons, self.level, ticked
        )
        second_look.review(case_id=self.case_id, said=said, by=self.staff.reviewer)

    def decide(self, dissent: str = "") -> None:
        """The committee votes and decides; the last of them votes against it, where `dissent` says why."""
        first, last = self.staff.deciders[0], self.staff.deciders[-1]
        asked = proposing.Asked(text=self.reasons, grant=bool(self.level), level=self.level)
        proposal = proposing.propose(case_id=self.case_id, asked=asked, by=first)
        for one in self.staff.deciders:
            against = dissent if one == last else ""
            voting.vote(proposal_id=proposal.pk, choice="against" if against else "for", dissent=against, by=one)
        deciding.decide(proposal_id=proposal.pk, by=first)

    def certify(self) -> None:
        """Issue the certificate, or keep the one that is held."""
        conclusion.conclude(case_id=self.case_id, by=self.staff.officer)
