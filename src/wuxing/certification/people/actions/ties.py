"""利益关系: ties of people, relations between organisations; neither is ever deleted (ISO/IEC 17065 4.2.3)."""

from datetime import date

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Client
from wuxing.certification.people import queries
from wuxing.certification.people.models import Certifier, Relation, Tie, TieKind
from wuxing.certification.people.rules import assigning
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say


def require_own_or_manage(*, found: Certifier, by: Actor) -> bool:
    """Return whether somebody acts for themselves; for others the permission to manage is asked. Raises NotAllowed."""
    own = found.user_id is not None and found.user_id == by.user_id
    by.require(Permission.CERTIFIER_DECLARE if own else Permission.CERTIFIER_MANAGE)
    return own


def _organisation(client_id: int | None, party: str) -> tuple[Client | None, str]:
    """Return a client, also where its name is written by hand, or the name of an organisation that is none."""
    if client_id is not None:
        return cases.client(client_id), ""
    name = queries.plainly(party)[:200]
    return Client.objects.filter(name=name).first() if name else None, name


def _why_not_dated(since: date, until: date | None, today: date) -> dict[str, Reason]:
    faults = {}
    if since > today:
        faults["since"] = say("the beginning lies in the future; write it down when it has come")
    if until is not None and until < since:
        faults["until"] = say("the end lies before the beginning")
    return faults


@transaction.atomic
def declare_tie(
    *, certifier_id: int, kind: str, since: date, until: date | None = None, client_id: int | None = None,
    party: str = "", note: str = "", by: Actor,
) -> Tie:  # fmt: skip
    """申报利益关系: say what ties somebody to an organisation, one's own tie or, by who manages, another's.

    Raises NotAllowed, NotFound, BadInput.
    """
    if not by.may(Permission.CERTIFIER_DECLARE):
        by.require(Permission.CERTIFIER_MANAGE)
    found = queries.one(certifier_id)
    require_own_or_manage(found=found, by=by)
    faults = _why_not_dated(since, until, clock.today(by.zone))
    if kind not in TieKind.values:
        faults["kind"] = say("choose one of the list")
    if client_id is None and not party.strip():
        faults["party"] = say("choose a client or write the name of the organisation")
    if faults:
        raise BadInput(faults)
    client, name = _organisation(client_id, party)

    made = Tie.objects.create(
        tenant_id=by.tenant_id, certifier=found, client=client, party="" if client else name, kind=kind, since=since,
        until=until, note=note.strip()[:1000], declared_by_id=by.user_id, declared_at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "certifier.declare_tie", by=by, target=made, certifier=found.pk, client=client.pk if client else None,
        party=made.party, kind=kind, since=since, until=until,
    )  # fmt: skip
    return made


@transaction.atomic
def end_tie(*, tie_id: int, until: date, by: Actor) -> Tie:
    """关系终止: write down when a tie ended; from then on it cools off for two years.

    Raises NotAllowed, NotFound (no such tie, or ended), RuleBroken (before it began, to come, one's own long ago).
    """
    if not by.may(Permission.CERTIFIER_DECLARE):
        by.require(Permission.CERTIFIER_MANAGE)
    found = Tie.objects.select_for_update().filter(pk=tie_id, until__isnull=True).first()
    if found is None:
        raise NotFound(say("there is no such tie, or it has ended"))
    own = require_own_or_manage(found=queries.one(found.certifier_id), by=by)
    if reason := assigning.why_not_end_tie(found.since, until, clock.today(by.zone), own=own):
        raise RuleBroken(reason)

    found.until = until
    found.save(update_fields=["until"])
    ledger.record("certifier.end_tie", by=by, target=found, certifier=found.certifier_id, until=until)
    return found


@transaction.atomic
def declare_relation(
    *, client_id: int, kind: str, since: date, other_id: int | None = None, party: str = "", until: date | None = None,
    note: str = "", by: Actor,
) -> Relation:  # fmt: skip
    """登记关联关系: another organisation owns a client, advises it, or is in one group with it.

    Raises NotAllowed, NotFound, BadInput.
    """
    if not by.may(Permission.CASE_MANAGE):
        by.require(Permission.CERTIFIER_MANAGE)
    client = cases.client(client_id)
    faults = _why_not_dated(since, until, clock.today(by.zone))
    if kind not in Relation.Kind.values:
        faults["kind"] = say("choose one of the list")
    if other_id is None and not party.strip():
        faults["party"] = say("choose a client or write the name of the organisation")
    other, name = _organisation(other_id, party) if not faults else (None, "")
    if other is not None and other.pk == client.pk:
        faults["party"] = say("an organisation has no relation to itself")
    if faults:
        raise BadInput(faults)

    made = Relation.objects.create(
        tenant_id=by.tenant_id, client=client, other=other, party="" if other else name, kind=kind, since=since,
        until=until, note=note.strip()[:500], declared_by_id=by.user_id, declared_at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "impartiality.declare_relation", by=by, target=made, client=client.pk, other=other.pk if other else None,
        party=made.party, kind=kind, since=since, until=until,
    )  # fmt: skip
    return made


@transaction.atomic
def end_relation(*, relation_id: int, until: date, by: Actor) -> Relation:
    """关联终止: write down when a relation ended. Raises NotAllowed, NotFound, RuleBroken (before it began, to come)."""
    if not by.may(Permission.CASE_MANAGE):
        by.require(Permission.CERTIFIER_MANAGE)
    found = Relation.objects.select_for_update().filter(pk=relation_id, until__isnull=True).first()
    if found is None:
        raise NotFound(say("there is no such relation, or it has ended"))
    if reason := assigning.why_not_end_tie(found.since, until, clock.today(by.zone), own=False):
        raise RuleBroken(reason)

    found.until = until
    found.save(update_fields=["until"])
    ledger.record("impartiality.end_relation", by=by, target=found, client=found.client_id, until=until)
    return found
