"""Complete an application: correct the data, hand in papers, submit, answer questions."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import IO

from django.db import transaction

from wuxing.certification.application import queries, rules
from wuxing.certification.application.actions import places
from wuxing.certification.application.models import Application, ApplicationAnswer, Paper
from wuxing.certification.application.outlets import Outlet
from wuxing.certification.application.states import Source
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as found_cases
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import Stage
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind as Letter
from wuxing.certification.programme import queries as programmes
from wuxing.core import clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.governance.documents.files import inspection, reading
from wuxing.schemes.editions.queries import pack_of

ACCEPTED = frozenset({inspection.PDF, *inspection.OFFICE, *inspection.PICTURES})
MOST_VERSIONS = 50
HANDING_IN = frozenset(
    {
        Stage.DRAFT, Stage.SUBMITTED, Stage.APPLICATION_REVIEW, Stage.ACCEPTED, Stage.CONTRACTED, Stage.DOCUMENT_REVIEW,
    }
)  # fmt: skip
_OF_OFFICE = frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.APPLICATION_REVIEW})


@dataclass(frozen=True, slots=True)
class Data:
    """What may be corrected in an application."""

    name: str
    credit_code: str
    address: str
    city: str
    contact_name: str
    phone: str
    email: str
    target_level: str
    products: str
    regions: str
    scope: str
    headcount: int
    running_since: date | None
    outlets: tuple[Outlet, ...]
    no_outlets: bool
    lawful: bool
    no_incident: bool
    consent: bool
    remarks: str


def why_not_change(case: Case, by: Actor) -> Reason | None:
    """Return why the data cannot be changed by this person now, or None."""
    if by.may(Permission.CASE_CLIENT):
        if queries.is_open_to_client(case):
            return None
        return say("the application is submitted; the body asks when something is to be changed")
    if case.stage in _OF_OFFICE:
        return None
    return say("the application is reviewed; what it says stands, and a change is a case of its own")


def why_not_hand_in(case: Case) -> Reason | None:
    """Return why no paper can be handed in any more, or None."""
    if case.stage in HANDING_IN:
        return None
    return say("papers are handed in until the documents are reviewed; give others to the team on site")


@transaction.atomic
def change(*, case_id: int, data: Data, by: Actor) -> Case:
    """补充资料: correct or complete what an application says; client and outlets too.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (submitted).
    """
    _permit(by)
    case = found_cases.lock(case_id)
    cases.refuse(why_not_change(case, by))
    client = Client.objects.select_for_update().get(pk=case.client_id)
    application = queries.application_of(case) or Application(tenant_id=by.tenant_id, case=case, source=Source.OFFICE)
    if faults := _faults(case, client, data, by):
        raise BadInput(faults)

    before = {name: getattr(case, name) for name in _CASE}
    for name in _CASE:
        setattr(case, name, getattr(data, name))
    case.save(update_fields=list(_CASE))
    _write_client(client, data, by)
    _declare(application, data, by)
    places.write(case, address=data.address, city=data.city, outlets=data.outlets)
    moved = sorted(name for name in _CASE if before[name] != getattr(case, name))
    ledger.record(
        "application.change", by=by, target=application, case=("case", case.pk), changed=moved,
        outlets=len(data.outlets), target_level=case.target_level,
    )  # fmt: skip
    return case


_CASE = ("target_level", "products", "regions", "scope", "headcount", "running_since")
_CLIENT = ("address", "city", "contact_name", "phone", "email", "headcount")


def may_name(case: Case, by: Actor) -> bool:
    """Say whether name and code of the organisation may be changed: by its link only before anything was submitted."""
    if by.may(Permission.CASE_MANAGE):
        return True
    return not Case.objects.filter(client_id=case.client_id).exclude(stage=Stage.DRAFT).exists()


def _faults(case: Case, client: Client, data: Data, by: Actor) -> dict[str, Reason]:
    faults: dict[str, Reason] = {}
    if not data.name.strip():
        faults["name"] = say("the name of the organisation is missing")
    if data.credit_code and (reason := rules.why_not_credit_code(data.credit_code)):
        faults["credit_code"] = reason
    elif data.credit_code and Client.objects.filter(credit_code=data.credit_code).exclude(pk=client.pk).exists():
        faults["credit_code"] = say("this code cannot be taken here; ask the body")
    named = (data.name.strip(), data.credit_code) == (client.name, client.credit_code)
    if not named and not may_name(case, by):
        faults["name"] = say("name and code of the organisation are changed by the body; ask it")
    if data.running_since and data.running_since > clock.today(by.zone):
        faults["running_since"] = say("the service system cannot have begun in the future")
    if data.target_level not in {level.id for level in pack_of(case.pack.rpartition("#")[2]).levels}:
        faults["target_level"] = say("choose one of the scheme's levels")
    return faults


def _write_client(client: Client, data: Data, by: Actor) -> None:
    fields = ["name", "credit_code", *_CLIENT]
    old = {name: getattr(client, name) for name in fields}
    for name in fields:
        setattr(client, name, getattr(data, name))
    client.name = client.name.strip()
    moved = [name for name in fields if old[name] != getattr(client, name)]
    if moved:
        client.save(update_fields=moved)
        ledger.record("client.change", by=by, target=client, case=("client", client.pk), changed=moved)


def _declare(application: Application, data: Data, by: Actor) -> None:
    application.no_outlets, application.remarks = data.no_outlets, data.remarks.strip()[:2000]
    application.lawful, application.no_incident = data.lawful, data.no_incident
    if data.consent and application.consented_at is None:
        application.consented_at, application.consented_by = clock.now(), (data.contact_name or by.name)[:100]
    application.save()


@transaction.atomic
def hand_in(
    *,
    case_id: int,
    code: str,
    content: IO[bytes],
    name: str,
    title: str = "",
    valid_until: date | None = None,
    by: Actor,
) -> Paper:
    """提交材料: hand in a paper, or its next version; what came before stays. Word, Excel, PDF or a picture.

    Raises NotAllowed, NotFound, BadInput (file, title), RuleBroken (too late).
    """
    _permit(by)
    case = found_cases.lock(case_id)
    cases.refuse(why_not_hand_in(case))
    rule = next((one for one in programmes.for_case(case).papers if one.code == code), None)
    code, title = (rule.code, rule.title.in_language(case.language)) if rule else _other(case, code, title.strip())
    today = clock.today(by.zone)
    if valid_until and valid_until < today:
        raise BadInput({"valid_until": say("this paper has run out; hand in one that is valid")})
    if valid_until is None and rule and rule.valid_months:
        valid_until = _months_later(today, rule.valid_months)
    version = Paper.objects.filter(case=case, code=code).count() + 1
    if version > MOST_VERSIONS:
        raise BadInput({"file": say("there are %(most)s versions of this paper; talk to the body", most=MOST_VERSIONS)})
    data, kind = _looked_at(content)

    kept = files.keep(
        BytesIO(data), name=name, target=case, by=by, accepted=ACCEPTED, kind=kind, case=("case", case.pk)
    )
    made = Paper.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        code=code,
        version=version,
        title=title[:200],
        attachment=kept,
        valid_until=valid_until,
        uploaded_at=clock.now(),
        uploaded_by=by.name[:100],
        by_client=by.may(Permission.CASE_CLIENT),
    )
    ledger.record(
        "paper.hand_in", by=by, target=made, case=("case", case.pk), code=code, version=version, sha256=kept.sha256,
        valid_until=valid_until, by_client=made.by_client,
    )  # fmt: skip
    return made


def _other(case: Case, code: str, title: str) -> tuple[str, str]:
    """Return code and title of a paper that the rule does not name: one there already, or a new one."""
    old = Paper.objects.filter(case=case, code=code).order_by("-version").first() if code else None
    if old is not None:
        return old.code, old.title
    if not title:
        raise BadInput({"title": say("say in a few words what this paper is")})
    count = Paper.objects.filter(case=case, code__startswith="other-", version=1).count()
    if count >= MOST_VERSIONS:
        raise BadInput({"file": say("there are %(most)s other papers; put several into one file", most=MOST_VERSIONS)})
    return f"other-{count + 1}", title


def _looked_at(content: IO[bytes]) -> tuple[bytes, str]:
    data = content.read(files.LIMIT_BYTES + 1)
    if len(data) > files.LIMIT_BYTES:
        limit = files.LIMIT_BYTES >> 20
        raise BadInput({"file": say("the file is over %(limit)s MB; send a smaller one", limit=limit)})
    try:
        return data, reading.kind_of(data)
    except inspection.Refused as refusal:
        raise BadInput({"file": refusal.reason}) from None


def _months_later(day: date, months: int) -> date:
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, 28))


@transaction.atomic
def submit(*, case_id: int, by: Actor) -> Case:
    """提交申请: hand a complete application to the body, by the client or by the officer for them.

    Raises NotAllowed, NotFound, RuleBroken (something is missing; not a draft).
    """
    _permit(by)
    case = found_cases.lock(case_id)
    days = programmes.for_case(case).windows.application_review
    due = clock.today(by.zone) + timedelta(days=days)
    cases.advance(case, Stage.SUBMITTED, by=by, due_on=due)
    letters.write(Letter.APPLICATION_RECEIVED, by=by, case=case, due=due.isoformat())
    return case


@transaction.atomic
def answer(*, case_id: int, text: str, by: Actor) -> ApplicationAnswer:
    """答复: answer the questions of the review; the application goes back to its reviewer.

    Raises NotAllowed, NotFound, BadInput (nothing written), RuleBroken (no question is open; something is missing).
    """
    _permit(by)
    case = found_cases.lock(case_id)
    question = queries.open_question(case)
    if question is None:
        raise RuleBroken(say("no question is open"))
    if not text.strip() or len(text) > 4000:
        raise BadInput({"text": say("write the answer, in at most 4000 signs")})

    made = ApplicationAnswer.objects.create(
        tenant_id=by.tenant_id,
        review=question,
        text=text.strip(),
        answered_by=by.name[:100],
        by_client=by.may(Permission.CASE_CLIENT),
        answered_at=clock.now(),
    )
    ledger.record("application.answer", by=by, target=made, case=("case", case.pk), review=question.pk)
    days = programmes.for_case(case).windows.application_review
    cases.advance(case, Stage.APPLICATION_REVIEW, by=by, due_on=clock.today(by.zone) + timedelta(days=days))
    return made


def _permit(by: Actor) -> None:
    if not by.may(Permission.CASE_CLIENT):
        by.require(Permission.CASE_MANAGE)
