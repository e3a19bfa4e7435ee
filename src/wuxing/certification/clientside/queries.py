"""Read what a company has at bodies of this installation: its applications, its certificates. One body's walls at a time."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from wuxing.certification.application import queries as applications
from wuxing.certification.application import todo
from wuxing.certification.application.actions.snapshots import why_not_take
from wuxing.certification.application.models import ReadinessSnapshot, SentApplication
from wuxing.certification.application.outlets import Outlet as Listed
from wuxing.certification.cases import words
from wuxing.certification.cases.models import Case
from wuxing.certification.certificate import queries as of_certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.states import State
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.reasons import Reason, say
from wuxing.core.tenants import in_tenant
from wuxing.resources.models import Outlet, Person

MOST = 200


@dataclass(frozen=True, slots=True)
class OurCase:
    """A case of ours at a body, as our people see it."""

    pk: int
    number: str
    kind: str
    level: str
    state: str
    word: str
    stage: str
    step: todo.Step
    snapshot_on: date | None
    why_no_snapshot: Reason | None


@dataclass(frozen=True, slots=True)
class OurCertificate:
    """A certificate of ours."""

    number: str
    level: str
    state: State  # today, even if no job has run
    valid_until: date
    surveillance_due_on: date


@dataclass
class OurBody:
    """A body at which we have something; `link`: our newest link to its pages."""

    slug: str
    name: str
    link: str
    cases: list[OurCase] = field(default_factory=list)
    certificates: list[OurCertificate] = field(default_factory=list)


def body(slug: str) -> Tenant:
    """Return a certification body of this installation. Raises NotFound."""
    found = Tenant.objects.filter(slug=slug, kind=Tenant.Kind.CERTIFICATION_BODY).first()
    if found is None:
        raise NotFound(say("there is no such certification body here"))
    return found


def bodies(by: Actor) -> list[Tenant]:
    """Return the certification bodies of this installation. Raises NotAllowed."""
    by.require(Permission.CERTIFICATION_APPLY)
    return list(Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).exclude(pk=by.tenant_id).order_by("name"))


def ours(by: Actor, scheme: str = "") -> list[OurBody]:
    """我方认证: return what the actor's company has, by body; `scheme`: by which it is assessed here. Raises NotAllowed."""
    by.require(Permission.CERTIFICATION_APPLY)
    sent: dict[int, SentApplication] = {}
    for row in SentApplication.objects.select_related("body").order_by("pk"):
        sent[row.body_id] = row  # the newest link counts
    found, today = [], clock.today(by.zone)
    for body_id, row in sent.items():
        link = f"/client/{row.slug}/{row.word}/"
        with in_tenant(body_id):
            found.append(OurBody(row.slug, row.body_name, link, *_inside(by.tenant_id, scheme, today)))
    return found


def _inside(company_id: int, scheme: str, today: date) -> tuple[list[OurCase], list[OurCertificate]]:
    """Return our cases and certificates; called inside the walls of a body."""
    rows = list(Case.objects.filter(client__company_id=company_id).select_related("client").order_by("-pk")[:MOST])
    steps = todo.steps(rows)
    last = applications.snapshots_of([row.pk for row in rows])
    cases = [_case(row, steps[row.pk], last.get(row.pk), scheme) for row in rows]
    held = Certificate.objects.filter(client__company_id=company_id).order_by("-pk")[:MOST]
    certificates = [
        OurCertificate(
            one.number,
            words.level(one.pack, one.level),
            of_certificates.state_on(one, today),
            one.valid_until,
            one.surveillance_due_on,
        )
        for one in held
    ]
    return cases, certificates


def _case(row: Case, step: todo.Step, last: ReadinessSnapshot | None, scheme: str) -> OurCase:
    return OurCase(
        pk=row.pk,
        number=row.number,
        kind=words.kind(row.kind),
        level=words.level(row.pack, row.target_level),
        state=words.badge(row.stage),
        word=words.stage(row.stage),
        stage=row.stage,
        step=step,
        snapshot_on=last.as_of if last else None,
        why_no_snapshot=why_not_take(row, scheme or row.scheme),
    )


def own_outlets() -> list[Listed]:
    """Return the company's own outlets in service with their people, to begin the list of an application with."""
    people = Counter(Person.objects.filter(active=True).values_list("outlet_id", flat=True))
    rows = Outlet.objects.filter(active=True).order_by("pk")[:MOST]
    return [Listed(row.name, row.city, people[row.pk], row.kind == Outlet.Kind.OWN) for row in rows]
