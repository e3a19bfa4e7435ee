"""报告: a nonconformity is written down, from a record by one click or without one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.core import clock, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity import queries
from wuxing.governance.nonconformity.actions import clocks
from wuxing.governance.nonconformity.actions.trace import leave
from wuxing.governance.nonconformity.models import Nonconformity
from wuxing.governance.nonconformity.queries import origins
from wuxing.governance.nonconformity.states import Ground, Kind, Severity, Source, State

_LEAF = re.compile(r"[0-9A-Za-z.:\-]{1,40}")
LIMITS = {"title": 120, "description": 2000, "found_by": 100, "product_name": 120, "outlet_name": 120}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found. With an origin, its number, product and outlet are read from that record."""

    title: str
    description: str
    source: str = ""  # nothing: where findings on such records come from
    kind: str = Kind.NONCONFORMITY
    severity: str = Severity.MINOR
    origin_type: str = ""
    origin_id: int | None = None
    leaves: Sequence[str] = ()
    product_id: int | None = None
    product_name: str = ""
    outlet_id: int | None = None
    outlet_name: str = ""
    found_at: datetime | None = None
    found_by: str = ""
    owner_id: int | None = None
    deduction_ground: str = ""


@transaction.atomic
def report(*, finding: Finding, by: Actor) -> Nonconformity:
    """不符合报告: write down what was found; the clocks of its stages begin (procedure 22).

    Raises:
        NotAllowed: the actor does not report.
        BadInput: something is missing, unknown or too long.
        NotFound: the record it is raised from is not the tenant's.
    """
    by.require(Permission.NONCONFORMITY_REPORT)
    now = clock.now()
    finding = _checked(finding, now)
    record = (
        origins.read(finding.origin_type, finding.origin_id or 0) if finding.origin_type else origins.Origin(number="")
    )

    year = now.astimezone(ZoneInfo(by.zone)).year
    made = Nonconformity(
        tenant_id=by.tenant_id,
        title=finding.title,
        description=finding.description,
        kind=finding.kind,
        source=finding.source or origins.source_of(finding.origin_type),
        origin_type=finding.origin_type,
        origin_id=finding.origin_id if finding.origin_type else None,
        origin_number=record.number[:80],
        leaves=sorted(set(finding.leaves)),
        severity=finding.severity,
        reported_severity=finding.severity,
        product_id=record.product_id or finding.product_id,
        product_name=(record.product_name or _named("product", finding.product_id) or finding.product_name)[:120],
        outlet_id=record.outlet_id or finding.outlet_id,
        outlet_name=(record.outlet_name or _named("outlet", finding.outlet_id) or finding.outlet_name)[:120],
        found_at=finding.found_at or now,
        recorded_at=now,
        found_by=finding.found_by or by.name[:100],
        reported_by_id=by.user_id,
        owner_id=finding.owner_id,
        state=State.OPEN,
        deduction_ground=finding.deduction_ground,
        deduction_at=now if finding.deduction_ground else None,
        updated_at=now,
        number=numbering.next_number("NC", by=by, year=year),
    )
    made.search = search_text(made)
    made.save(force_insert=True)
    clocks.begin_round(made, at=now, by=by)
    made.save(update_fields=["next_due_at"])
    leave("report", by=by, found=made, **_told(made))
    return made


def _told(made: Nonconformity) -> dict[str, Any]:
    return {
        "number": made.number,
        "title": made.title,
        "note": made.description,
        "kind": made.kind,
        "severity": made.severity,
        "nonconformity_source": made.source,
        "origin": made.origin_number,
        "origin_type": made.origin_type,
        "origin_id": made.origin_id,
        "leaves": made.leaves,
        "owner_id": made.owner_id,
        "found_at": made.found_at,
        "deduction_ground": made.deduction_ground,
    }


def search_text(made: Nonconformity) -> str:
    """Return what a nonconformity is found by."""
    parts = (made.number, made.title, made.description, made.origin_number, made.product_name, made.outlet_name)
    return " ".join(part for part in (*parts, made.root_cause, *made.leaves) if part).lower()


def _named(what: str, number: int | None) -> str:
    """Return the name of a chosen outlet or product. Raises BadInput: there is no such one."""
    if number is None:
        return ""
    known = dict(origins.choices(what))
    if known and number not in known:
        raise BadInput({f"{what}_id": say("choose one of the list")})
    return known.get(number, "")


def _checked(finding: Finding, now: datetime) -> Finding:
    """Return a finding as it can be kept. Raises BadInput with everything that is wrong."""
    texts: dict[str, Any] = {name: str(getattr(finding, name)).strip() for name in LIMITS}
    wrong: dict[str, Reason | str] = {
        name: say("at most %(limit)s characters", limit=limit)
        for name, limit in LIMITS.items()
        if len(texts[name]) > limit
    }
    if not texts["title"]:
        wrong["title"] = say("name it in a few words")
    if not texts["description"]:
        wrong["description"] = say("write down the fact: what, where, when, how many")
    wrong |= _unknown_codes(finding)
    if finding.found_at is not None and finding.found_at > now:
        wrong["found_at"] = say("this lies in the future")
    if finding.owner_id is not None and not queries.is_member(finding.owner_id):
        wrong["owner_id"] = say("choose a member of the organisation")
    if wrong:
        raise BadInput(wrong)
    return replace(finding, **texts)


def _unknown_codes(finding: Finding) -> dict[str, Reason | str]:
    known: dict[str, tuple[str, type[StrEnum]]] = {
        "kind": (finding.kind, Kind),
        "severity": (finding.severity, Severity),
    }
    if finding.source or not finding.origin_type:
        known["source"] = (finding.source, Source)
    if finding.deduction_ground:
        known["deduction_ground"] = (finding.deduction_ground, Ground)
    wrong: dict[str, Reason | str] = {
        name: say("choose one of the list") for name, (value, codes) in known.items() if value not in list(codes)
    }
    if not all(_LEAF.fullmatch(leaf) for leaf in finding.leaves):
        wrong["leaves"] = say("name indicators as the scheme numbers them")
    if finding.origin_type and finding.origin_type not in origins.offered():
        wrong["origin_type"] = say("no nonconformity is raised from records of this kind")
    return wrong
