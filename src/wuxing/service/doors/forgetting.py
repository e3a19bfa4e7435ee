"""What the doors keep of a customer whose personal data are erased: that something was registered and when, not who."""

from collections.abc import Sequence

from django.db.models import Q

from wuxing.core import clock, files
from wuxing.core.actors import Actor
from wuxing.core.models import Attachment
from wuxing.service.doors.models import TrackingLink, WarrantyRegistration
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.queries import CASE

PERSONAL_EVENTS = ("link.report_again", "link.pass_on")


def forget(customer_id: int, request_ids: Sequence[int], by: Actor) -> None:
    """删除个人信息: take names, numbers and pictures away, end the links. A step of erasing a customer; safe to repeat."""
    ids = list(request_ids)
    phones = set(ServiceRequest.objects.filter(pk__in=ids).values_list("contact__phone", flat=True)) - {None, ""}
    mine = WarrantyRegistration.objects.filter(Q(asset__customer_id=customer_id) | Q(phone__in=phones))
    registered = list(mine.values_list("pk", flat=True))
    pictures = Attachment.objects.filter(
        Q(target_type=CASE, target_id__in=ids) | Q(target_type="warranty_registration", target_id__in=registered)
    )
    for one in list(pictures.values_list("pk", flat=True)):
        files.discard(one, by=by)
    mine.update(name="", phone="")
    TrackingLink.objects.filter(request_id__in=ids, revoked_at=None).update(
        revoked_at=clock.now(), revoke_reason="personal data erased"
    )
