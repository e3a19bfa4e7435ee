"""A body's rule: a new version, put in force by another person, published, filed; a case is bound to one."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max

from wuxing.certification.cases.models import Case
from wuxing.certification.programme import loading, queries
from wuxing.certification.programme.models import ProgrammeStep, ProgrammeVersion
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.reasons import Reason, say

Kind = ProgrammeStep.Kind


@transaction.atomic
def draft(
    *, scheme: str, name: str, content: bytes, note: str = "", leaves: Collection[str] | None = None, by: Actor
) -> ProgrammeVersion:
    """新版认证规则: keep a version of the body's rule for a scheme, from YAML; it counts once another person puts it in force.

    Raises:
        NotAllowed: not who keeps the body's rules.
        PackError: every fault, with file, line and what to do.
        BadInput: it is for another scheme.
        RuleBroken: the same content is kept already.
    """
    by.require(Permission.IMPARTIALITY_MANAGE)
    read = loading.read(name, content, leaves)
    if read.data["scheme"] != scheme:
        text = say("this file is for %(other)s, not for %(scheme)s", other=read.data["scheme"], scheme=scheme)
        raise BadInput({"file": text})
    Tenant.objects.select_for_update().get(pk=by.tenant_id)  # versions of a body are numbered one after the other
    rows = ProgrammeVersion.objects.filter(scheme=scheme)
    same = rows.filter(sha256=read.sha256).first()
    if same is not None:
        raise RuleBroken(say("this says the same as version %(number)s", number=same.number))

    made = ProgrammeVersion.objects.create(
        tenant_id=by.tenant_id,
        scheme=scheme,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        form=read.form,
        sha256=read.sha256,
        note=note.strip()[:1000],
        made_by_id=by.user_id,
        made_at=clock.now(),
    )
    ledger.record(
        "programme.draft", by=by, target=made, case=("programme", made.pk),
        scheme=scheme, number=made.number, sha256=made.sha256, note=made.note,
    )  # fmt: skip
    return made


def why_not_put_in_force(version: ProgrammeVersion, current: ProgrammeVersion | None, by: Actor) -> Reason | None:
    """Return why the actor may not put a version in force, or None."""
    if by.user_id is None or version.made_by_id == by.user_id:
        return say("another person than the one who made it puts a rule in force")
    if current is not None and current.pk == version.pk:
        return say("this version is in force already")
    return None


@transaction.atomic
def put_in_force(*, version_id: int, by: Actor) -> ProgrammeVersion:
    """认证规则生效: let a version count for every case that is bound from now on.

    Raises NotAllowed, NotFound, RuleBroken (the maker; in force already).
    """
    by.require(Permission.IMPARTIALITY_MANAGE)
    Tenant.objects.select_for_update().get(pk=by.tenant_id)
    found = _version(version_id)
    before = queries.in_force(found.scheme)
    if reason := why_not_put_in_force(found, before, by):
        raise RuleBroken(reason)

    _step(found, Kind.IN_FORCE, clock.today(by.zone), by)
    ledger.record(
        "programme.put_in_force", by=by, target=found, case=("programme", found.pk),
        scheme=found.scheme, number=found.number, before=before.number if before else None, sha256=found.sha256,
    )  # fmt: skip
    return found


@transaction.atomic
def note(*, version_id: int, kind: str, on: date, number: str = "", by: Actor) -> ProgrammeVersion:
    """公布与备案: note that a version was published, or filed with CNCA, on a day (CNCA notice 2025 no. 9).

    Raises NotAllowed, NotFound, BadInput (kind, a day to come).
    """
    by.require(Permission.IMPARTIALITY_MANAGE)
    faults: dict[str, Reason] = {}
    if kind not in {Kind.PUBLISHED, Kind.FILED}:
        faults["kind"] = say("choose one of the list")
    if on > clock.today(by.zone):
        faults["on"] = say("write the day on which it was done; this one is still to come")
    if faults:
        raise BadInput(faults)
    found = _version(version_id)

    _step(found, Kind(kind), on, by, number=number.strip()[:60])
    ledger.record(
        "programme.note",
        by=by,
        target=found,
        case=("programme", found.pk),
        kind=kind,
        on=on,
        number=number.strip()[:60],
    )
    return found


@transaction.atomic
def pin(case: Case, *, by: Actor) -> int:
    """Bind a locked case to the rule that counts now, unless it is bound already; return the version's id.

    Where the body has no version of its own, a copy of the shipped default is kept, so that the case stays what it is.
    For actions of this context, which have asked for permission. Raises NotFound (no rule for the scheme).
    """
    if case.programme_id:
        return case.programme_id
    found = queries.in_force(case.scheme) or _copy(case.scheme, by)
    case.programme_id = found.pk
    case.save(update_fields=["programme_id"])
    ledger.record(
        "case.pin_rule", by=by, target=case, case=("case", case.pk),
        rule=found.pk, number=found.number, sha256=found.sha256,
    )  # fmt: skip
    return found.pk


def _copy(scheme: str, by: Actor) -> ProgrammeVersion:
    default = queries.shipped_draft(scheme)
    if default is None:
        raise NotFound(say("there is no rule for %(scheme)s yet; put one in force", scheme=scheme))
    made, _new = ProgrammeVersion.objects.get_or_create(
        tenant_id=by.tenant_id,
        scheme=scheme,
        sha256=default.sha256,
        defaults={"form": default.form, "made_at": clock.now()},
    )
    return made


def _version(version_id: int) -> ProgrammeVersion:
    found = ProgrammeVersion.objects.filter(pk=version_id).first()
    if found is None:
        raise NotFound(say("there is no such version of a rule here"))
    return found


def _step(version: ProgrammeVersion, kind: ProgrammeStep.Kind, on: date, by: Actor, number: str = "") -> None:
    ProgrammeStep.objects.create(
        tenant_id=by.tenant_id, version=version, kind=kind.value, on=on, number=number, by_user_id=by.user_id,
        at=clock.now(),
    )  # fmt: skip
