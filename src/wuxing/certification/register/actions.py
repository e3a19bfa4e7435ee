"""Write the public register: in the transaction of each change, and anew where an entry is missing or time has moved on."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.register import facts, rules
from wuxing.certification.register.models import RegisterEntry
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.tenants import current_tenant

BATCH = 200


def follow(found: Certificate) -> bool:
    """Show a certificate in the public register as it is now; say whether that changed anything."""
    zone = Tenant.objects.values_list("zone", flat=True).get(pk=found.tenant_id)
    shown = facts.facts(found)
    today = clock.today(zone)
    row = {
        "number": found.number,
        "holder": found.holder,
        "credit_code": shown["credit_code"],
        "scheme": found.scheme,
        "level": found.level,
        "state": rules.span_on(shown["course"], today)["state"],
        "rehearsal": found.rehearsal,
        "turns_on": rules.turns_on(shown["course"], today),
        "issued_on": found.issued_on,
        "valid_until": found.valid_until,
        "shown": shown,
        "etag": facts.etag_of(shown),
    }
    there = RegisterEntry.objects.filter(certificate_id=found.pk).defer("shown").first()
    if there is None:
        RegisterEntry.objects.create(tenant_id=found.tenant_id, certificate_id=found.pk, changed_at=clock.now(), **row)
        return True
    if (there.etag, there.state, there.turns_on) == (row["etag"], row["state"], row["turns_on"]):
        return False
    RegisterEntry.objects.filter(pk=there.pk).update(changed_at=clock.now(), **row)
    return True


@transaction.atomic
def fill() -> int:
    """Enter certificates of the running tenant that have no entry, and follow those that time has changed.

    Return how many were looked at; fewer than BATCH: nothing is left.
    """
    most = BATCH
    entered = RegisterEntry.objects.filter(certificate_id=OuterRef("pk"))
    wanted = list(Certificate.objects.filter(~Exists(entered)).order_by("pk")[:most])
    if len(wanted) < most:
        zone = Tenant.objects.values_list("zone", flat=True).get(pk=current_tenant())
        turned = RegisterEntry.objects.filter(tenant_id=current_tenant(), turns_on__lte=clock.today(zone))
        ids = list(turned.order_by("turns_on").values_list("certificate_id", flat=True)[: most - len(wanted)])
        wanted += Certificate.objects.filter(pk__in=ids)
    for found in wanted:
        follow(found)
    return len(wanted)


@transaction.atomic
def rebuild(after: int = 0) -> tuple[int, int, int]:
    """Draw the entries of the running tenant anew, from a certificate on; return how many, how many changed, the last one."""
    wanted = list(Certificate.objects.filter(pk__gt=after).order_by("pk")[:BATCH])
    changed = sum(follow(found) for found in wanted)
    return len(wanted), changed, wanted[-1].pk if wanted else after
