"""内部转交: a request that reached somebody outside the service department is passed on, with when it reached them."""

from datetime import datetime

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.customers.customer_care import rules as care_rules
from wuxing.service.doors.door import lent
from wuxing.service.repair import actions as repair
from wuxing.service.repair.actions import CallDetails
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.queries import CASE


@transaction.atomic
def pass_on(
    *,
    received_at: datetime,
    phone: str,
    fault: str,
    customer_name: str = "",
    product_id: int | None = None,
    how: str = "",
    by: Actor,
) -> ServiceRequest:
    """内部转交: pass on a request that reached a member outside the service department (procedure 4, step 1).

    Who passed it on, when it reached them and when it was passed on are kept apart; the promises run from when it reached them.
    Raises NotAllowed, BadInput.
    """
    by.require(Permission.REPAIR_PASS_ON)
    phone, now = care_rules.phone_from(phone), clock.now()
    wrong: dict[str, str] = {}
    if reason := care_rules.why_not_phone(phone):
        wrong["phone"] = reason
    if received_at > now:
        wrong["received_at"] = say("it cannot have come later than now")
    if not fault.strip():
        wrong["fault"] = say("write in a few words what the customer wants")
    if wrong:
        raise BadInput(wrong)

    call = CallDetails(
        channel=ServiceRequest.Channel.PASSED_ON,
        received_at=received_at,
        passed_on_by=by.name[:100],
        customer_name=customer_name.strip() or care_rules.masked_phone(phone),
        contact_name=customer_name.strip(),
        phone=phone,
        product_id=product_id,
        serial_unknown=True,
        purchase_unknown=True,
        fault=fault.strip(),
    )
    request = repair.log_request(call=call, by=lent(by, Permission.REPAIR_INTAKE))
    said = {"how": how.strip()[:60], "minutes_until_passed_on": int((now - received_at).total_seconds() // 60)}
    ledger.record("link.pass_on", by=by, target=request, case=(CASE, request.pk), occurred_at=received_at, **said)
    return request
