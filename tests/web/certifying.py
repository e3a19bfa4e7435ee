"""A company that also certifies others: records of the certification context for the walk of every page."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from tests.shop import Shop
from wuxing.certification.application.models import Paper
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import CaseRole, Client, Site
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.document_review.models import PaperReview
from wuxing.certification.findings.models import Finding
from wuxing.certification.people.impartiality.models import CommitteeMinutes, ImpartialityRisk
from wuxing.certification.people.models import Certifier, Competence
from wuxing.core import clock, files
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.schemes.editions.models import Edition

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
        "site_id": [site.pk],
        "certifier_id": [person.pk],
        "competence_id": [competence.pk],
        "role_id": [role.pk],
        "finding_id": [finding.pk],
        "paper_id": [_paper(case, officer).pk],
        "leaf": ["5.2.4-b", "nothing"],
        "body": ["hailan"],  # no certification body: every client's link ends there
        "word": ["nothing"],
        "certificate_id": [10**7],
        "certificate_number": ["nothing"],
        "part": ["lead"],
        "year": [2026],
    }
    values |= _impartiality(tenant, leader)
    values["code"] = [
        PaperReview.objects.create(tenant=tenant, case=case, code="business_licence", begun_at=clock.now()).code
    ]
    return values


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
