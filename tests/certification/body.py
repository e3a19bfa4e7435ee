"""A certification body with its people, official points signed off, and cases at any stage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.packs import gbt
from tests.schemes.licensing.conftest import SOURCE, as_csv, points_like
from wuxing.certification.agreement import actions as agreements
from wuxing.certification.agreement.documents import text_of
from wuxing.certification.agreement.models import Agreement, AgreementStep, Invoice
from wuxing.certification.agreement.rules import fees_for
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case, CaseRole, Client, Site
from wuxing.certification.cases.states import AFTER_CLOSING, LINE, Kind, Part, Stage
from wuxing.certification.people.models import Certifier, Competence, Declaration
from wuxing.certification.programme.queries import for_case
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.licensing import actions as licensing
from wuxing.schemes.packs.canonical import canonical, digest
from wuxing.schemes.packs.structure import Pack

Make = Callable[..., Actor]
TRADE = "SC03"


@dataclass
class Body:
    """华评认证 with its people; every one is competent for every part, so that a test says what else forbids it."""

    tenant: Tenant
    pack: Pack
    edition_id: int
    manager: Actor
    officer: Actor
    lead: Actor
    evaluator: Actor
    reviewer: Actor
    decider: Actor
    decider2: Actor
    decider3: Actor
    admin: Actor
    people: dict[int, Certifier] = field(default_factory=dict)  # by user

    def certifier(self, actor: Actor) -> Certifier:
        assert actor.user_id is not None
        return self.people[actor.user_id]

    def client(self, name: str = "青禾电器有限公司", **changes: Any) -> Client:
        facts = {"credit_code": f"91350100{Client.objects.count():010d}", "headcount": 120, "contact_name": "叶青"}
        return Client.objects.create(tenant=self.tenant, name=name, created_at=clock.now(), **(facts | changes))

    def case(
        self, stage: Stage = Stage.DRAFT, *, outlets: int = 3, team: bool = True, contract: bool = True, **changes: Any
    ) -> Case:
        """A case put at a stage as if it had come there: with sites, everybody's parts, and a signed and paid agreement."""
        client = changes.pop("client", None) or self.client(f"青禾电器{Client.objects.count() + 1}")
        wanted = cases.Wanted(
            scheme=self.pack.id, pack=self.pack.identity, target_level="star5", trade_code=TRADE, headcount=120,
            scope="家用电器的销售与售后服务", running_since=date(2024, 1, 1),
        )  # fmt: skip
        made = cases.open_case(client=client, wanted=wanted, by=self.officer)
        Site.objects.create(tenant=self.tenant, case=made, kind="headquarters", name="总部", headcount=40, chosen=True)
        for number in range(1, outlets + 1):
            Site.objects.create(tenant=self.tenant, case=made, kind="outlet", name=f"{number} 号网点", headcount=8)
        if team:
            self._staff(made, stage)
        made.officer_id = self.officer.user_id
        made.stage = stage.value
        for name, value in (_stamps(stage) | changes).items():
            setattr(made, name, value)
        made.save()
        if contract and stage in LINE[LINE.index(Stage.CONTRACTED) :]:
            self.contract(made)
        return made

    def contract(self, case: Case) -> Agreement:
        """An agreement of the case that both sides have signed, with every fee paid."""
        rule = for_case(case)
        worked, visited = agreements.work_out(case, rule)
        fees = fees_for(Kind(case.kind), rule.fees, worked.total)
        today = clock.today()
        said = text_of(
            case, self.tenant, rule, worked, fees, number=f"HT-{case.number}", version=1, areas=(), visited=visited,
            period=(today, today + timedelta(days=1095)), access=(today, today + timedelta(days=90)),
        )  # fmt: skip
        form = canonical(said)
        made = Agreement.objects.create(
            tenant=self.tenant, number=f"HT-{case.number}", case=case, version=1, form=form.decode(), sha256=digest(form),
            language=case.language, days=worked.total, total=sum(fees.values()), starts_on=today,
            ends_on=today + timedelta(days=1095), access_from=today, access_until=today + timedelta(days=90),
            made_at=clock.now(),
        )  # fmt: skip
        for event in ("issued", "signed_client", "signed_body"):
            AgreementStep.objects.create(
                tenant=self.tenant, agreement=made, event=event, sha256=made.sha256, name="叶青", post="总经理",
                channel="web", at=clock.now(),
            )  # fmt: skip
        for fee, amount in fees.items():
            Invoice.objects.create(
                tenant=self.tenant, number=f"SF-{case.number}-{fee}", case=case, kind=fee.value, amount=amount,
                issued_on=today, due_on=today, paid_on=today, made_at=clock.now(),
            )  # fmt: skip
        return made

    def _staff(self, case: Case, stage: Stage) -> None:
        place = LINE.index(stage) if stage in LINE else 0
        if place >= LINE.index(Stage.ACCEPTED):
            self.assign(case, self.lead, Part.LEAD)
            self.assign(case, self.evaluator, Part.EVALUATOR)
        if place >= LINE.index(Stage.UNDER_REVIEW):
            self.assign(case, self.reviewer, Part.REVIEWER)
            for one in (self.decider, self.decider2, self.decider3):
                self.assign(case, one, Part.DECIDER)

    def assign(self, case: Case, actor: Actor, part: Part) -> CaseRole:
        return CaseRole.objects.create(
            tenant=self.tenant, case=case, certifier=self.certifier(actor), part=part.value,
            assigned_by_id=self.officer.user_id, assigned_at=clock.now(),
        )  # fmt: skip


def _stamps(stage: Stage) -> dict[str, Any]:
    now, place = clock.now(), LINE.index(stage) if stage in LINE else 0
    found: dict[str, Any] = {}
    if place >= LINE.index(Stage.ACCEPTED):
        found |= {"submitted_at": now, "accepted_at": now}
    if place >= LINE.index(Stage.CONTRACTED):
        found["contracted_at"] = now
    if stage in {Stage.ON_SITE, *AFTER_CLOSING}:
        found |= {"evaluated_from": clock.today() - timedelta(days=2), "evaluated_until": clock.today()}
    if stage in AFTER_CLOSING:
        found["closing_at"] = now
    return found


def body_of(actor: Make, *, official: bool = True, slug: str = "huaping") -> Iterator[Body]:
    """Make the body and stay inside its walls. `official`: with points loaded by one person and signed off by another."""
    tenant = Tenant.objects.create(
        slug=slug, name="华评认证", kind=Tenant.Kind.CERTIFICATION_BODY, created_at=clock.now()
    )
    roles = {
        "manager": Role.CERTIFICATION_MANAGER,
        "officer": Role.CERTIFICATION_OFFICER,
        "lead": Role.EVALUATOR,
        "evaluator": Role.EVALUATOR,
        "reviewer": Role.REVIEWER,
        "decider": Role.DECISION_MAKER,
        "decider2": Role.DECISION_MAKER,
        "decider3": Role.DECISION_MAKER,
        "admin": Role.ADMINISTRATOR,
    }
    named = {name: actor(role, tenant=tenant, name=f"{name} 华") for name, role in roles.items()}
    with in_tenant(tenant.pk):
        edition = editions.keep_edition(gbt(), catalogue.declared())[0]
        pack = pack_of(edition.sha256)
        made = Body(tenant, pack, edition.pk, *named.values())  # type: ignore[arg-type]
        for name, one in named.items():
            if name != "admin":
                made.people[one.user_id or 0] = _certifier(made, one, name)
        if official:
            sign_off(made)
        yield made


def _certifier(body: Body, actor: Actor, name: str) -> Certifier:
    made = Certifier.objects.create(
        tenant=body.tenant, user_id=actor.user_id, name=actor.name, employment="full_time",
        registration=f"{body.tenant.slug}-{name}", level="reviewer", registered_until=date(2030, 1, 1),
        contract_from=date(2020, 1, 1), created_at=clock.now(),
    )  # fmt: skip
    Competence.objects.bulk_create(
        Competence(
            tenant=body.tenant, certifier=made, scheme=body.pack.id, trade_code="", part=part.value, basis="见证评价",
            granted_on=date(2020, 1, 1), until=date(2030, 1, 1),
        )
        for part in Part
    )  # fmt: skip
    now = clock.now()
    Declaration.objects.create(
        tenant=body.tenant,
        certifier=made,
        year=clock.today().year,
        text="无利益关系",
        signed_at=now,
        signed_by=made.user,
    )
    return made


def sign_off(body: Body) -> None:
    """Have the official points loaded by one person and signed off by another."""
    loaded = licensing.load_points(
        edition_id=body.edition_id,
        content=as_csv(points_like(body.pack)),
        name="points.csv",
        source=SOURCE,
        by=body.lead,
    )
    licensing.sign_off(table_id=loaded.pk, by=body.decider)
