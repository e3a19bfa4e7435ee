"""名称变更: the holder of a certificate has another name or address, or it was written wrongly; the number stays."""

from typing import Any

from django.db import transaction

from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Client
from wuxing.certification.certificate import queries, rules
from wuxing.certification.certificate.actions.happening import happen, tell
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.states import State
from wuxing.certification.office.letters.kinds import Kind
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say


@transaction.atomic
def rename(
    *, certificate_id: int, name: str, name_en: str = "", address: str, reason: str, evidence: str = "",
    correction: bool = False, by: Actor,
) -> Certificate:  # fmt: skip
    """名称变更: write another name or address of the holder on a certificate, which is sealed anew.

    `correction`: it was written wrongly. The same holder in law; another one applies for a change. The client's own
    record follows. Raises NotAllowed, NotFound, BadInput, RuleBroken (ended; nothing changes; cannot be printed).
    """
    by.require(Permission.CASE_DECIDE)
    words = {"holder": name.strip(), "holder_en": name_en.strip(), "address": address.strip()}
    faults: dict[str, Reason] = {}
    if not words["holder"]:
        faults["name"] = say("fill this in")
    if not reason.strip():
        faults["reason"] = say("fill this in")
    if faults:
        raise BadInput(faults)
    found = queries.lock(certificate_id)
    refuse(rules.why_not_rename(State(found.state), {field: getattr(found, field) for field in words}, words))

    Client.objects.filter(pk=found.client_id).update(
        name=words["holder"], name_en=words["holder_en"], address=words["address"]
    )
    found.client.refresh_from_db()
    event = "correct" if correction else "rename"
    changes: dict[str, Any] = {**words}
    happen(found, event, by=by, reason=reason, evidence=evidence, **changes)
    tell(found, Kind.RENAMED, by=by, reasons=reason.strip())
    return found
