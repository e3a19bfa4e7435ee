"""What stands beside the steps of a visit: parts, photos, what is missing before the end and by which rule, the outbox."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.actors import Actor
from wuxing.resources.spare_parts.queries.waiting import waiting_for
from wuxing.resources.spare_parts.rules import LOOKS, REQUEST_WORDS, quantity_text
from wuxing.service.day import queries as day
from wuxing.service.repair.views.acts import Facts
from wuxing.service.repair.views.words import near, word

AT_WORK = ("diagnose", "parts", "sign")
ON_SITE = ("check", *AT_WORK)
SOON = ("arrive", "check")  # what stands on the page already, for when there is no line


def parts_for(row: dict[str, Any], by: Actor, *, typed: str = "", chosen: Any = None) -> list[dict[str, Any]]:
    """Return the parts that the technician of an order can use on it."""
    part = str(chosen or "").partition(":")[0]  # 7, or one piece of it: 7:N-0012
    return day.offered_parts(
        person_id=row["technician_id"],
        product_id=row["product_id"],
        area="/".join(name for name in (row["site__city"], row["site__district"]) if name),
        on=clock.today(by.zone),
        typed=typed.strip()[:60],
        chosen=int(part) if part.isascii() and part.isdecimal() and len(part) < 19 else None,
    )


def outbox(by: Actor, order_id: int | None = None) -> dict[str, Any]:
    """Return where the phone's outbox sends to, and whose it is."""
    return {
        "url": reverse("day:outbox_act"),
        "visit": reverse("repair:visit", args=[0]),
        "owner": f"{by.tenant_id}-{by.user_id}",
        "order": order_id or "",
    }


def _gate(facts: Facts) -> list[dict[str, str]]:
    rule = _("procedure 4, before the work is reported as done")
    return [{"state": "waiting", "text": wording.text(gap), "rule": rule, "url": "", "do": ""} for gap in facts.gaps]


def awaited_rows(order_id: int) -> list[dict[str, Any]]:
    """Return the parts that were asked for an order, as its pages show them."""
    rows = []
    for one in waiting_for(order_id):
        said = word(REQUEST_WORDS, one["state"])
        if one["state"] == "approved" and one["expected_on"]:
            said = _("%(state)s, expected %(day)s") % {"state": said, "day": f"{one['expected_on']:%m-%d}"}
        name = f"{one['part__name']} {one['part__number']} × {quantity_text(one['quantity'])}"
        rows.append({"look": LOOKS[one["state"]], "said": said, "name": name, "number": one["number"]})
    return rows


def shown(row: dict[str, Any], step: str, facts: Facts, by: Actor) -> dict[str, Any]:
    """Return what a visit shows beside its steps."""
    order_id = row["pk"]
    photos = [
        {
            "url": reverse("day:photo", args=[order_id, one["pk"]]),
            "name": one["name"],
            "when": near(one["created_at"], by.zone),
        }
        for one in day.photos_of(order_id)
    ]
    return {
        "photos": photos,
        "awaited": awaited_rows(order_id),
        "gate": _gate(facts) if step in ("parts", "sign") else [],
        "outbox": outbox(by, order_id),
    }
