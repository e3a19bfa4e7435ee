"""Change a certificate within its cycle: scope, places, name, level (ISO/IEC 17065 7.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.surveillance import queries
from wuxing.certification.surveillance.actions.opening import open_for
from wuxing.certification.surveillance.rules import calendar, scope
from wuxing.certification.surveillance.states import CHANGES, What
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.schemes.editions.queries import pack_of


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is added."""

    name: str
    address: str = ""
    headcount: int = 0


@dataclass(frozen=True, slots=True)
class New:
    """What it shall be from now on; each kind of change asks for its own."""

    scope: str = ""
    name: str = ""
    address: str = ""
    level: str = ""
    added: Sequence[Place] = ()
    dropped: Sequence[str] = ()  # names of places


@transaction.atomic
def open_change(*, certificate_id: int, what: What, new: New, reason: str, by: Actor) -> Case:
    """变更认证: open the case that changes a certificate; nothing of the certificate changes before its decision.

    A change of name changes the client's file at once, for that is what it is called. Raises NotAllowed, NotFound,
    BadInput (what is missing), RuleBroken (not in force; another change is under way).
    """
    by.require(Permission.CASE_MANAGE)
    found = certificates.lock(certificate_id)
    under_way = queries.open_cases([found.pk]).get(found.pk, [])
    refuse(calendar.why_not_change(queries.standing_of(found), under_way, clock.today(by.zone)))
    if faults := _faults(found, what, new, reason):
        raise BadInput(faults)

    changes: dict[str, Any] = {"reason": reason.strip()[:1000]}
    if what is What.SCOPE:
        changes["scope"] = new.scope.strip()[:1000]
    if what in {What.LEVEL_UP, What.LEVEL_DOWN}:
        changes["target_level"] = new.level
    arrange = partial(_change_sites, new=new, by=by) if what is What.SITES else None
    made = open_for(found, what, by=by, facts=_facts(found, what, new), arrange=arrange, **changes)
    if what is What.NAME:
        _rename(found, new, by)
    return made


def _faults(found: Certificate, what: What, new: New, reason: str) -> dict[str, Reason]:
    faults: dict[str, Reason] = {}
    if what not in CHANGES:
        faults["what"] = say("choose one of the list")
    if not reason.strip():
        faults["reason"] = say("fill this in")
    if what is What.SCOPE and new.scope.strip() in ("", found.scope):
        faults["scope"] = say("write the scope as it shall stand on the certificate")
    if what is What.NAME and new.name.strip() in ("", found.holder):
        faults["name"] = say("write the new name as it stands on the business licence")
    if what is What.SITES:
        faults |= _faults_of_sites(found, new)
    if what in {What.LEVEL_UP, What.LEVEL_DOWN}:
        levels = [(one.id, one.min) for one in pack_of(found.pack.rpartition("#")[2]).levels]
        if wrong := scope.why_not_level(what, found.level, new.level, levels):
            faults["level"] = wrong
    return faults


def _faults_of_sites(found: Certificate, new: New) -> dict[str, Reason]:
    names = set(Site.objects.filter(case_id=found.case_id).values_list("name", flat=True))
    added = [one.name.strip() for one in new.added]
    if not added and not new.dropped:
        return {"added": say("name a place that is added or closed")}
    if any(not name for name in added) or len(set(added)) < len(added) or names & set(added):
        return {"added": say("each place needs a name of its own that is not on the certificate yet")}
    if set(new.dropped) - names:
        return {"dropped": say("choose from the list")}
    return {}


def _facts(found: Certificate, what: What, new: New) -> dict[str, Any]:
    if what is What.SCOPE:
        return {"before": found.scope, "after": new.scope.strip()[:1000]}
    if what is What.NAME:
        return {"before": found.holder, "after": new.name.strip()[:200]}
    if what is What.SITES:
        return {"added": [one.name.strip() for one in new.added], "dropped": sorted(new.dropped)}
    return {"before": found.level, "after": new.level}


def _change_sites(made: Case, new: New, by: Actor) -> None:
    head = Site.Kind.HEADQUARTERS
    Site.objects.filter(case=made, name__in=list(new.dropped)).exclude(kind=head).delete()
    Site.objects.bulk_create(
        Site(
            tenant_id=by.tenant_id, case=made, kind=Site.Kind.OUTLET, name=one.name.strip()[:200],
            address=one.address.strip()[:300], headcount=one.headcount,
        )
        for one in new.added
    )  # fmt: skip


def _rename(found: Certificate, new: New, by: Actor) -> None:
    client = found.client
    before = client.name
    client.name = new.name.strip()[:200]
    changed = ["name"]
    if new.address.strip():
        client.address = new.address.strip()[:300]
        changed.append("address")
    client.save(update_fields=changed)
    ledger.record("client.rename", by=by, target=client, case=("client", client.pk), before=before, after=client.name)
