"""What the pages of a request and of an order show of the doors: links, views, pictures that were sent along."""

from typing import Any

from django.urls import reverse

from wuxing.core import clock
from wuxing.core.models import Attachment
from wuxing.service.doors import offers
from wuxing.service.doors.models import DoorView, TrackingLink
from wuxing.service.repair.queries import CASE

MOST_PICTURES = 12


def panel(request_id: int, order_id: int | None = None) -> dict[str, Any]:
    """Return how many links hold, when one was opened last, and the pictures of the report."""
    seen = DoorView.objects.filter(link__request_id=request_id).order_by("-pk").values_list("at", flat=True)
    pictures = Attachment.objects.filter(target_type=CASE, target_id=request_id, media_type__startswith="image/")
    return {
        "links": TrackingLink.objects.filter(request_id=request_id, revoked_at=None).count(),
        "seen": seen.first(),
        "url": reverse("doors:links", args=[order_id]) if order_id else "",
        "offers_url": reverse("doors:offers", args=[order_id]) if order_id else "",
        "offers": len(offers.standing(order_id, clock.now())) if order_id else 0,
        "pictures": [
            {"url": reverse("doors:file", args=[pk]), "alt": name}
            for pk, name in pictures.order_by("pk").values_list("pk", "name")[:MOST_PICTURES]
        ],
    }
