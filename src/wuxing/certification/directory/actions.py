"""Publish a profile; make files for authorities and keep their receipts."""

from datetime import date
from io import BytesIO
from typing import Any

from django.db import transaction

from wuxing.certification.cases.actions import refuse
from wuxing.certification.directory import exports, queries, rules
from wuxing.certification.directory.models import BodyProfile, RegisterExport
from wuxing.core import background, clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.models import Tenant
from wuxing.core.reasons import say

FIELDS = ("approval", "name_en", "address", "telephone", "website", "fees", "duties")


@transaction.atomic
def save_profile(*, facts: dict[str, str], by: Actor) -> BodyProfile:
    """机构公示: publish what the body says of itself (ISO/IEC 17065 4.6). Raises NotAllowed, BadInput (nothing said)."""
    by.require(Permission.IMPARTIALITY_MANAGE)
    wanted: dict[str, Any] = {name: facts.get(name, "").strip() for name in FIELDS}
    found = queries.profile(by.tenant_id)
    if found is not None and all(getattr(found, name) == value for name, value in wanted.items()):
        return found
    if found is None and not any(wanted.values()):
        raise BadInput({"address": say("fill this in")})
    made, _created = BodyProfile.objects.update_or_create(
        tenant_id=by.tenant_id, defaults=wanted | {"changed_at": clock.now()}
    )
    ledger.record("profile.save", by=by, target=made, **wanted)
    background.defer("register.rebuild", by=by, after=0)
    return made


@transaction.atomic
def make_export(*, kind: str, form: str, since: date | None, until: date, by: Actor) -> RegisterExport:
    """上报文件: make a file of the certificates to which something happened in a period, for an authority.

    Raises NotAllowed, BadInput (kind, form), RuleBroken (the period; more than a file holds).
    """
    by.require(Permission.CASE_MANAGE)
    if kind not in {exports.NATIONAL, exports.IAF} or form not in exports.FORMATS:
        raise BadInput({"kind": say("choose one of the list")})
    body = Tenant.objects.get(pk=by.tenant_id)
    found = exports.entries(body, since, until)
    count = found.count()
    refuse(rules.why_not_export(since, until, clock.today(by.zone), count))

    made = RegisterExport.objects.create(
        tenant_id=by.tenant_id, kind=kind, rows=count, since=since, until=until, made_at=clock.now(),
        by_user_id=by.user_id,
    )  # fmt: skip
    media_type = exports.FORMATS[form]
    made.attachment = files.keep(
        BytesIO(exports.written(exports.rows(kind, found.iterator(chunk_size=1_000), until), form)),
        name=f"{body.slug}-{kind}-{until.isoformat()}.{form}", target=made, by=by, accepted=frozenset({media_type}),
        kind=media_type,
    )  # fmt: skip
    made.save(update_fields=["attachment"])
    ledger.record(
        "export.make", by=by, target=made, kind=kind, rows=count, since=since, until=until,
        sha256=made.attachment.sha256,
    )  # fmt: skip
    return made


@transaction.atomic
def note_receipt(*, export_id: int, receipt: str, received_on: date, by: Actor) -> RegisterExport:
    """上报回执: keep the receipt of an authority for a file. Raises NotAllowed, NotFound, BadInput."""
    by.require(Permission.CASE_MANAGE)
    found = queries.lock_export(export_id)
    today = clock.today(by.zone)
    faults = {} if receipt.strip() else {"receipt": say("fill this in")}
    if received_on > today:
        faults["received_on"] = say("this lies in the future")
    if faults:
        raise BadInput(faults)
    found.receipt, found.received_on = receipt.strip()[:200], received_on
    found.save(update_fields=["receipt", "received_on"])
    ledger.record("export.note_receipt", by=by, target=found, receipt=found.receipt, received_on=received_on)
    return found
