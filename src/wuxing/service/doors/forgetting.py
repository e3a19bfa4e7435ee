"""What the doors keep of a customer whose personal data are erased: that something was registered and when, not who."""

from collections.abc import Sequence

from wuxing.core import clock, files
from wuxing.core.actors import Actor
from wuxing.core.ledger import kind_of
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment
from wuxing.customers.models import Contact
from wuxing.service.doors.models import TrackingLink, WarrantyRegistration
from wuxing.service.repair.queries import CASE

PERSONAL_EVENTS = ("link.report_again", "link.pass_on")


def registered_by_phone(customers: Sequence[int]) -> list[int]:
    """Return the registrations of these customers that name no unit of ours: the number is all that says whose they are."""
    phones = set(Contact.objects.filter(customer_id__in=customers).values_list("phone", flat=True)) - {""}
    return list(WarrantyRegistration.objects.filter(asset=None, phone__in=phones).values_list("pk", flat=True))


def destroy_registration(record_id: int, by: Actor, reason: str) -> list[int]:
    """销毁保修登记: name, number and pictures of a registration go; return the ledger entries that told of them.

    A step of the destruction of records (procedure 21), which asked for the permission and empties the entries.
    """
    kind = kind_of(WarrantyRegistration)
    pictures = list(Attachment.objects.filter(target_type=kind, target_id=record_id).values_list("pk", flat=True))
    told = Entry.objects.filter(target_type=kind, target_id=record_id, erased_at=None).values_list("pk", flat=True)
    entries = sorted({*told, *files.entries_naming(pictures)})
    for one in pictures:
        files.discard(one, by=by)
    WarrantyRegistration.objects.filter(pk=record_id).update(name="", phone="")
    return entries


def forget(request_ids: Sequence[int], by: Actor) -> list[int]:
    """删除个人信息: take the pictures of reports away, end the links; return the ledger entries that name the pictures.

    A step of erasing a customer, who empties those entries; safe to repeat.
    """
    ids = list(request_ids)
    pictures = list(Attachment.objects.filter(target_type=CASE, target_id__in=ids).values_list("pk", flat=True))
    named = files.entries_naming(pictures)
    for one in pictures:
        files.discard(one, by=by)
    TrackingLink.objects.filter(request_id__in=ids, revoked_at=None).update(
        revoked_at=clock.now(), revoke_reason="personal data erased"
    )
    return named
