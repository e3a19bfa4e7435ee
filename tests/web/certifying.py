"""A company that also certifies others: records of the certification context for the walk of every page."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from docx import Document

from tests.shop import Shop
from wuxing.certification.agreement import actions as agreements
from wuxing.certification.agreement.documents import text_of
from wuxing.certification.agreement.models import Agreement
from wuxing.certification.agreement.states import Fee
from wuxing.certification.appeals.models import Appeal
from wuxing.certification.application.models import Paper
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case, CaseRole, Client, Site
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.certificate.models import Certificate, Measure
from wuxing.certification.certificate.rules import months_after
from wuxing.certification.decision.models import CaseReview, Decision, Proposal, Vote
from wuxing.certification.directory import actions as directory
from wuxing.certification.document_review.models import PaperReview
from wuxing.certification.findings.models import Finding
from wuxing.certification.keys import actions as keys
from wuxing.certification.keys.models import KeyRevocation
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind as Letter
from wuxing.certification.onsite_audit import actions as auditing
from wuxing.certification.onsite_audit.models import SiteDraw
from wuxing.certification.onsite_audit.rules import drawing
from wuxing.certification.people.impartiality.models import CommitteeMinutes, ImpartialityRisk
from wuxing.certification.people.models import Certifier, Competence
from wuxing.certification.programme.queries import shipped_programme
from wuxing.certification.report.models import CaseReport, CaseScore
from wuxing.certification.surveillance.models import EarlySurveillance
from wuxing.core import clock, files
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs.canonical import canonical, digest

Values = dict[str, list[Any]]


def lived(shop: Shop, actor: Callable[..., Actor]) -> Values:
    """Make one case on site with a team and a finding; return the numbers of its records. Call it inside the walls.

    A package that adds an address adds its part here: `values |= ...`.
    """
    officer = actor(Role.CERTIFICATION_OFFICER, name="海岚项目")
    leader = actor(Role.EVALUATOR, name="海岚组长")
    edition = Edition.objects.filter(scheme="cn.gbt.27922").earliest("pk")
    tenant = shop.tenant
    client = Client.objects.create(
        tenant=tenant, name="海岚客户", credit_code="91350100MA31YX9K1Q", headcount=30, created_at=clock.now()
    )
    door, _word = cases.open_door(client_id=client.pk, name="海岚联系人", by=officer)
    wanted = cases.Wanted(
        scheme="cn.gbt.27922", pack=f"cn.gbt.27922@{edition.edition}#{edition.sha256}", target_level="star4",
        trade_code="SC03", headcount=30, scope="海岚售后", running_since=date(2024, 1, 1),
    )  # fmt: skip
    case = cases.open_case(client=client, wanted=wanted, by=officer)
    letter = letters.write(Letter.QUOTE, by=officer, case=case)
    paper = BytesIO()
    Document().save(paper)
    letters.set_letterhead(content=BytesIO(paper.getvalue()), name="海岚信头.docx", by=officer)
    site = Site.objects.create(tenant=tenant, case=case, kind="headquarters", name="海岚总部", chosen=True)
    person = Certifier.objects.create(
        tenant=tenant, user_id=leader.user_id, name=leader.name, employment="full_time", registration="海岚-1",
        level="reviewer", contract_from=date(2020, 1, 1), created_at=clock.now(),
    )  # fmt: skip
    competence = Competence.objects.create(
        tenant=tenant, certifier=person, scheme="cn.gbt.27922", part="lead", basis="海岚见证",
        granted_on=date(2024, 1, 1), until=date(2030, 1, 1),
    )  # fmt: skip
    role = CaseRole.objects.create(
        tenant=tenant, case=case, certifier=person, part=Part.LEAD.value, assigned_at=clock.now()
    )
    today = clock.today()
    case.stage, case.officer_id = Stage.ON_SITE.value, officer.user_id
    case.evaluated_from, case.evaluated_until = today - timedelta(days=1), today
    case.submitted_at = case.accepted_at = case.contracted_at = clock.now()
    case.save()
    finding = Finding.objects.create(
        tenant=tenant, case=case, number=1, kind="deduction", grade="minor", leaf="5.2.4-b", text="海岚单据",
        sample_size=10, failures=1, source="on_site", raised_by_id=leader.user_id, raised_at=clock.now(),
    )  # fmt: skip
    values: Values = {
        "case_id": [case.pk],
        "client_id": [client.pk],
        "door_id": [door.pk],
        "letter_id": [letter.pk],
        "site_id": [site.pk],
        "certifier_id": [person.pk],
        "competence_id": [competence.pk],
        "role_id": [role.pk],
        "finding_id": [finding.pk],
        "finding_file_id": [
            files.keep(BytesIO(b"%PDF-1.4 hailan"), name="海岚单据.pdf", target=finding, by=officer).pk
        ],
        "paper_id": [_paper(case, officer).pk],
        "leaf": ["5.2.4-b", "nothing"],
        "body": ["hailan"],  # no certification body: every client's link ends there
        "word": ["nothing"],
        "certificate_number": ["nothing"],
        "language": ["zh-hans"],
        "print_id": [10**7],
        "signed": ["nothing"],
        "part": ["lead"],
        "year": [2026],
    }
    values |= _impartiality(tenant, leader)
    values |= _on_site(case, leader)
    values |= _contracted(case, officer)
    values |= _held(case, person)
    values |= _reported(case, officer)
    values |= _proposed(Certificate.objects.latest("pk"), officer)
    values |= _published(officer)
    values["code"] = [
        PaperReview.objects.create(tenant=tenant, case=case, code="business_licence", begun_at=clock.now()).code
    ]
    return values


def _published(officer: Actor) -> Values:
    """Keys, one of which somebody proposes to revoke, and a file for an authority."""
    own, root = (keys.ensure(purpose, by=officer).row for purpose in ("document", "authority"))
    KeyRevocation.objects.create(
        tenant_id=officer.tenant_id, key=own, revoked_from=own.made_at, reason="海岚外泄", proposed_by_id=officer.user_id,
        proposed_at=clock.now(),
    )  # fmt: skip
    made = directory.make_export(kind="iaf", form="csv", since=None, until=clock.today(), by=officer)
    lists = {"list_name": ["r1"], "list_purpose": ["revocation"]}
    return {"key_id": [own.pk, root.pk], "export_id": [made.pk], **lists}


def _on_site(case: Case, leader: Actor) -> Values:
    """Outlets and records drawn, a note with a file, the closing meeting set."""
    now = clock.now()
    drawn = drawing.draw(["海岚一店", "海岚二店"], 1, word="海岚的词", secret="海岚")
    sites = SiteDraw.objects.create(
        tenant=case.tenant, case=case, size_rule="1 × √2", factor=1, least=1, size=1, population=["海岚一店", "海岚二店"],
        digest="ab" * 32, promise="ab" * 32, secret="海岚", promised_at=now, word="海岚的词", told_by="海岚联系人",
        seed=drawn.seed, drawn=list(drawn.places), drawn_at=now,
    )  # fmt: skip
    given = {"case_id": case.pk, "by": leader}
    asked = auditing.ask_records(leaf="5.2.4-b", title="海岚维修单", rule="sqrt", **given)
    auditing.hand_over(draw_id=asked.pk, listing="海岚-1\n海岚-2", word="海岚的词", told_by="海岚联系人", **given)
    note = auditing.add_note(
        note=auditing.NewNote(key="ab" * 16, kind="photo", text="海岚公示栏", leaf="5.2.4-b"),
        photo=("海岚.pdf", BytesIO(b"%PDF-1.7")), **given,
    )  # fmt: skip
    auditing.keep_meeting(kind="closing", at=now, place="海岚会议室", **given)
    return {
        "site_draw_id": [sites.pk],
        "record_draw_id": [asked.pk],
        "note_id": [note.pk],
        "meeting": ["opening", "closing", "nothing"],
    }


def _contracted(case: Case, officer: Actor) -> Values:
    """An agreement of the case that waits for its signatures, and an invoice."""
    today = clock.today()
    rule = shipped_programme(case.scheme)
    worked, visited = agreements.work_out(case, rule)
    said = text_of(
        case, case.tenant, rule, worked, {Fee.EVALUATION: Decimal(3000)}, number="HT-海岚-1", version=1, areas=(),
        period=(today, today + timedelta(days=1000)), access=(today, today), visited=visited,
    )  # fmt: skip
    form = canonical(said)
    made = Agreement.objects.create(
        tenant=case.tenant, number="HT-海岚-1", case=case, version=1, form=form.decode(), sha256=digest(form),
        language="zh-hans", days=worked.total, total=Decimal(3000), starts_on=today, ends_on=today + timedelta(days=1000),
        access_from=today, access_until=today, made_at=clock.now(),
    )  # fmt: skip
    invoice = agreements.charge(case_id=case.pk, kind=Fee.YEARLY, amount=Decimal(7), due_on=today, by=officer)
    return {"version": [made.version], "invoice_id": [invoice.pk], "rule": [case.scheme]}


def _reported(case: Case, officer: Actor) -> Values:
    """A report of the case, and a complaint about it."""
    tenant, now = case.tenant, clock.now()
    score = CaseScore.objects.create(
        tenant=tenant, case=case, purpose="report", inputs={}, low=91, likely=91, high=91, level="star4", official=True,
        made_at=now,
    )  # fmt: skip
    papers = {
        kind: files.keep(BytesIO(b"%PDF-1.7"), name=f"海岚报告.{kind}", target=case, by=officer)
        for kind in ("pdf", "docx")
    }
    CaseReport.objects.create(
        tenant=tenant, case=case, version=1, language=case.language, score=score, made_at=now, **papers
    )
    appeal = Appeal.objects.create(
        tenant=tenant, number="SS-海岚-1", kind="complaint", door="office", client=case.client, case=case,
        party="海岚投诉人", text="海岚投诉", received_at=now,
    )  # fmt: skip
    return {"kind": ["pdf", "docx"], "appeal_id": [appeal.pk]}


def _held(like: Case, person: Certifier) -> Values:
    """A certificate in force, and the proposal of an early surveillance of it."""
    wanted = {name: getattr(like, name) for name in ("scheme", "pack", "target_level", "headcount", "scope")}
    tenant, now, today = like.tenant, clock.now(), clock.today()
    case = Case.objects.create(
        tenant=tenant, number="CA-海岚-2", client=like.client, kind="initial", stage=Stage.CERTIFIED.value,
        stage_since=now, created_at=now, **wanted,
    )  # fmt: skip
    Site.objects.create(tenant=tenant, case=case, kind="headquarters", name="海岚总部", chosen=True)
    for part in (Part.REVIEWER, Part.DECIDER):
        CaseRole.objects.create(tenant=tenant, case=case, certifier=person, part=part.value, assigned_at=now)
    score = CaseScore.objects.create(
        tenant=tenant, case=case, purpose="report", inputs={}, low=91, likely=91, high=91, level="star4", official=True,
        made_at=now,
    )  # fmt: skip
    report = CaseReport.objects.create(
        tenant=tenant, case=case, version=1, language=case.language, score=score, made_at=now
    )
    review = CaseReview.objects.create(
        tenant=tenant, case=case, reviewer=person, report=report, recommends=True, level="star4", at=now
    )
    proposal = Proposal.objects.create(
        tenant=tenant, case=case, review=review, score=score, grant=True, level="star4", quorum=1, opened_at=now
    )
    Vote.objects.create(tenant=tenant, proposal=proposal, certifier=person, choice="for", at=now)
    decision = Decision.objects.create(
        tenant=tenant, case=case, proposal=proposal, score=score, outcome="granted", level="star4", at=now
    )
    held = Certificate.objects.create(
        tenant=tenant, number="海岚证-1", client=case.client, case=case, decision=decision, scheme=case.scheme,
        pack=case.pack, level="star4", score=91, holder="海岚客户", scope="海岚售后", issued_on=today,
        valid_until=months_after(today, 36), last_evaluated_on=today, surveillance_due_on=months_after(today, 12),
    )  # fmt: skip
    scores = [{"day": today.isoformat(), "likely": "88.00", "pack": case.pack}]
    early = EarlySurveillance.objects.create(
        tenant=tenant, certificate=held, since=today, proposed_on=today,
        inputs={"level": "star4", "minimum": "90", "days": 7, "permission": "engagement:1", "scores": scores},
    )  # fmt: skip
    return {"certificate_id": [held.pk], "early_id": [early.pk]}


def _impartiality(tenant: Tenant, by: Actor) -> Values:
    """A risk to impartiality, and minutes of the committee."""
    risk = ImpartialityRisk.objects.create(
        tenant=tenant, number="GF-海岚-1", title="海岚独大", source="clients", likelihood=2, effect=3,
        measures="海岚限额", owner_id=by.user_id, raised_at=clock.now(), review_due_on=clock.today(),
    )  # fmt: skip
    minutes = CommitteeMinutes.objects.create(
        tenant=tenant, number="GW-海岚-1", held_on=clock.today(), risks=[risk.pk], text="海岚议题", advice="海岚建议",
        attendance=[{"name": "海岚委员", "stands_for": "消费者", "present": True}], at=clock.now(),
    )  # fmt: skip
    return {"risk_id": [risk.pk], "minutes_id": [minutes.pk]}


def _paper(case: Any, by: Actor) -> Paper:
    kept = files.keep(BytesIO(b"%PDF-1.4 hailan"), name="海岚执照.pdf", target=case, by=by)
    return Paper.objects.create(
        tenant_id=by.tenant_id, case=case, code="business_licence", version=1, title="营业执照", attachment=kept,
        uploaded_at=clock.now(), uploaded_by="海岚联系人", by_client=True,
    )  # fmt: skip


def _proposed(certificate: Certificate, by: Actor) -> Values:
    """A suspension that waits for its second person, beside the proposal that led to the certificate."""
    measure = Measure.objects.create(
        tenant=certificate.tenant, certificate=certificate, step="suspend", reason_code="misuse", reason="海岚误用",
        until=clock.today() + timedelta(days=30), proposed_by_id=by.user_id or 0, proposed_at=clock.now(),
    )  # fmt: skip
    return {"measure_id": [measure.pk], "asked_id": [certificate.decision.proposal_id]}
