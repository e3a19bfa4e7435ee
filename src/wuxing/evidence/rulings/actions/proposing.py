"""Propose: rulings, exclusions, special items, evidence. None counts before a second person confirms it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO

from django.db import IntegrityError, transaction

from wuxing.core import clock, files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.evidence.rulings import queries, rules
from wuxing.evidence.rulings.actions.trace import LONGEST, leave, need, refuse
from wuxing.evidence.rulings.models import EvidenceItem, Exclusion, Ruling, SpecialItem
from wuxing.schemes.packs.structure import Pack

EVIDENCE_KINDS = (
    "document",
    "record",
    "site_observation",
    "interview",
    "system_data",
    "public_info",
    "mystery_shopping",
    "customer_contact",
)


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody hands in as evidence; `valid_on` is the day it speaks of, today's date is kept besides."""

    kind: str
    title: str
    valid_on: date
    note: str = ""
    expires_on: date | None = None
    owner_id: int | None = None
    document_number: str = ""


@transaction.atomic
def propose_ruling(
    *,
    pack: Pack,
    leaf: str,
    kind: str,
    ratio: Decimal,
    reason: str,
    valid_from: date,
    valid_until: date | None = None,
    automatic: dict[str, str | None] | None = None,
    by: Actor,
) -> Ruling:
    """评定: say which ratio of a leaf is met; it counts when a second person confirms. `automatic` stays beside it.

    Raises NotAllowed, BadInput (ratio, reason, dates), RuleBroken (no such leaf, or not open to a ruling).
    """
    by.require(Permission.EVIDENCE_RULE)
    if kind not in Ruling.Kind.values:
        raise BadInput({"kind": say("say whether this rules on the manual part or overrides the records")})
    if not 0 <= ratio <= 1 or ratio != round(ratio, 4):
        raise BadInput({"ratio": say("write a share from 0 to 100 per cent with at most two decimal places")})
    if valid_until is not None and valid_until < valid_from:
        raise BadInput({"valid_until": say("the last day lies before the first")})
    need(reason=reason)
    refuse(rules.why_not_rule(pack, leaf, override=kind == Ruling.Kind.OVERRIDE))

    made = Ruling.objects.create(
        tenant_id=by.tenant_id,
        scheme=pack.id,
        leaf=leaf,
        kind=kind,
        ratio=ratio,
        reason=reason.strip(),
        automatic=automatic,
        valid_from=valid_from,
        valid_until=valid_until,
        proposed_by_id=by.user_id,
        proposed_at=clock.now(),
    )
    leave("propose", made, by, pack=pack.identity, leaf=leaf, kind=kind, ratio=str(ratio), reason=made.reason,
           automatic=automatic, valid_from=valid_from, valid_until=valid_until)  # fmt: skip
    return made


@transaction.atomic
def propose_exclusion(*, pack: Pack, leaf: str, reason: str, by: Actor) -> Exclusion:
    """删减: say that a leaf does not apply and why; it moves the denominator once a second person approves (6.2.2).

    Raises NotAllowed, BadInput (no reason), RuleBroken (not excludable, or excluded already).
    """
    by.require(Permission.EVIDENCE_RULE)
    need(reason=reason)
    refuse(rules.why_not_exclude(pack, leaf))
    try:
        with transaction.atomic():
            made = Exclusion.objects.create(
                tenant_id=by.tenant_id,
                scheme=pack.id,
                leaf=leaf,
                reason=reason.strip(),
                valid_from=clock.today(by.zone),
                proposed_by_id=by.user_id,
                proposed_at=clock.now(),
            )
    except IntegrityError:
        raise RuleBroken(say("%(id)s is excluded, or proposed to be, already", id=leaf)) from None
    leave("propose", made, by, pack=pack.identity, leaf=leaf, reason=made.reason)
    return made


@transaction.atomic
def record_special_item(
    *,
    pack: Pack,
    kind: str,
    ground: str,
    description: str,
    occurred_on: date,
    nonconformity_id: int | None = None,
    by: Actor,
) -> SpecialItem:
    """特殊扣分项、加分项: each deduction takes a point off and must be corrected; one bonus at most counts.

    Raises NotAllowed, BadInput (kind, ground, description, day).
    """
    by.require(Permission.EVIDENCE_RULE)
    if kind not in SpecialItem.Kind.values:
        raise BadInput({"kind": say("say whether this is a deduction or a bonus")})
    if kind == SpecialItem.Kind.DEDUCTION and ground not in {r.id for r in pack.rules.deduction_reasons}:
        raise BadInput({"ground": say("choose one of the scheme's reasons")})
    if occurred_on > clock.today(by.zone):
        raise BadInput({"occurred_on": say("the day lies in the future")})
    need(description=description)

    made = SpecialItem.objects.create(
        tenant_id=by.tenant_id,
        scheme=pack.id,
        kind=kind,
        ground=ground if kind == SpecialItem.Kind.DEDUCTION else "",
        description=description.strip(),
        occurred_on=occurred_on,
        nonconformity_id=nonconformity_id,
        proposed_by_id=by.user_id,
        proposed_at=clock.now(),
    )
    leave("propose", made, by, pack=pack.identity, kind=kind, ground=made.ground, description=made.description,
           occurred_on=occurred_on, nonconformity=nonconformity_id)  # fmt: skip
    return made


@transaction.atomic
def hand_in_evidence(
    *, pack: Pack, leaf: str, handed: Handed, content: IO[bytes] | None = None, name: str = "", by: Actor
) -> EvidenceItem:
    """证据: hand in what no record of the system shows, with the day it speaks of, an owner and, where it ends, its expiry.

    Raises NotAllowed, BadInput (kind, title, dates, file), RuleBroken (no such leaf).
    """
    by.require(Permission.EVIDENCE_RULE)
    indicator = pack.by_id.get(leaf)
    if indicator is None or not indicator.is_leaf:
        raise RuleBroken(say("%(id)s is no indicator with points of its own; choose a single indicator", id=leaf))
    _check_handed(handed, clock.today(by.zone))
    if handed.owner_id is not None and not queries.is_member(handed.owner_id):
        raise BadInput({"owner": say("choose a member of your organisation")})

    made = EvidenceItem.objects.create(
        tenant_id=by.tenant_id,
        scheme=pack.id,
        leaf=leaf,
        kind=handed.kind,
        title=handed.title.strip(),
        note=handed.note.strip(),
        valid_on=handed.valid_on,
        expires_on=handed.expires_on,
        owner_id=handed.owner_id or by.user_id,
        document_number=handed.document_number.strip(),
        proposed_by_id=by.user_id,
        proposed_at=clock.now(),
    )
    if content is not None:
        made.sha256 = files.keep(content, name=name, target=made, by=by).sha256
        made.save(update_fields=["sha256"])
    leave("propose", made, by, pack=pack.identity, leaf=leaf, kind=made.kind, title=made.title, sha256=made.sha256,
           valid_on=made.valid_on, expires_on=made.expires_on, document=made.document_number)  # fmt: skip
    return made


def _check_handed(handed: Handed, today: date) -> None:
    faults: dict[str, Reason] = {}
    if handed.kind not in EVIDENCE_KINDS:
        faults["kind"] = say("choose one of the kinds of evidence")
    if not handed.title.strip():
        faults["title"] = say("write what it is")
    if handed.valid_on > today:
        faults["valid_on"] = say("the day lies in the future")
    if handed.expires_on is not None and handed.expires_on < handed.valid_on:
        faults["expires_on"] = say("it would end before the day it speaks of")
    if len(handed.note) > LONGEST or len(handed.title) > 200:
        faults["note"] = say("shorten the text")
    if faults:
        raise BadInput(faults)
