"""The parts of a customer's file, in the reader's words and as the reader may see them."""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.customer_care import above, masking, queries
from wuxing.customers.customer_care.forms import KINDS, ContactEditForm, SiteEditForm
from wuxing.customers.customer_care.models import Contact, Customer, ServiceSite
from wuxing.customers.customer_care.queries.duplicates import Pair
from wuxing.customers.customer_care.queries.retention import Keeping
from wuxing.customers.customer_care.rules import rights, words
from wuxing.customers.installed_base import queries as base
from wuxing.customers.installed_base.rules import Node, forest

STEP = 20
LOOKS = {
    "received": "waiting",
    "identified": "ontime",
    "answered": "done",
    "refused": "excluded",
    "withdrawn": "excluded",
}


def serving(family: list[int]) -> str:
    """Return what says that service for a person goes on, for who would erase the data; nothing when none does."""
    _kind, _id, number = above.open_case(family) or ("", 0, "")
    reason = rights.why_not_erase_now(number, although="")
    return wording.text(reason) if reason else ""


def word(table: Any, code: str) -> str:
    """Return the word for a code, in the reader's language."""
    return wording.text(table[code]) if code in table else code


def place(one: ServiceSite) -> str:
    """Return a place as everybody sees it."""
    return " ".join(part for part in (one.label, one.city, masking.address_for(one.address, one.district)) if part)


def head(found: Customer, by: Actor) -> dict[str, Any]:
    """Return name and kind of a file."""
    return {"title": masking.name_for(by, found.name, found.kind), "kind": KINDS[Customer.Kind(found.kind)]}


def people(found: Customer, by: Actor, offer: dict[str, Any]) -> dict[str, Any]:
    """Return contacts and places, each with the form that corrects it for those who may."""
    outlets = above.outlets()
    may = by.may(Permission.CUSTOMER_WRITE) and not found.erased_at
    contacts, sites = [], []
    for one in found.contacts.select_related("site").order_by("pk")[:50]:
        start = {"name": one.name, "part": one.part, "site_id": one.site_id}
        form = ContactEditForm(initial=start, offer=offer, auto_id=f"contact{one.pk}_%s") if may else None
        contacts.append(
            {
                "pk": one.pk,
                "name": masking.name_for(by, one.name),
                "phone": masking.phone_for(one.phone),
                "part": word(words.PARTS, one.part),
                "site": place(one.site) if one.site else "",
                "form": form,
            }
        )
    for one_site in found.sites.order_by("pk")[:50]:
        said = {
            name: getattr(one_site, name) for name in ("label", "city", "district", "rural", "outlet_id", "access_note")
        }
        sites.append(
            {
                "pk": one_site.pk,
                "place": place(one_site),
                "rural": one_site.rural,
                "outlet": outlets.get(one_site.outlet_id or 0, ""),
                "note": one_site.access_note,
                "form": SiteEditForm(initial=said, offer=offer, auto_id=f"site{one_site.pk}_%s") if may else None,
            }
        )
    return {"contacts": contacts, "sites": sites}


def customer_of_contact(contact_id: int) -> int:
    """Return whose contact it is. Raises NotFound."""
    found = Contact.objects.filter(pk=contact_id).values_list("customer_id", flat=True).first()
    if found is None:
        raise NotFound(say("there is no contact %(id)s here", id=contact_id))
    return found


def customer_of_site(site_id: int) -> int:
    """Return whose place it is. Raises NotFound."""
    found = ServiceSite.objects.filter(pk=site_id).values_list("customer_id", flat=True).first()
    if found is None:
        raise NotFound(say("there is no such place of this customer"))
    return found


def unit_choices(family: Sequence[int]) -> list[tuple[int, str]]:
    """Return a customer's units for choosing."""
    rows = base.units_of(family)
    return [(row["pk"], " ".join(filter(None, (row["product_name"], row["model"], row["serial"])))) for row in rows]


def base_of(family: Sequence[int]) -> dict[str, Any]:
    """Return the installed base as rows of trees: each with its depth and the line that leads to its whole."""
    units = {row["pk"]: row for row in base.units_of(family)}
    rows: list[dict[str, Any]] = []

    def walk(nodes: Iterable[Node]) -> None:
        for node in nodes:
            row = units[node.asset_id]
            where = " ".join(part for part in (row["label"], row["city"], row["district"]) if part)
            rows.append(
                row
                | {"depth": node.depth, "indent": node.depth * STEP, "elbow": node.depth * STEP - 12, "where": where}
            )
            walk(node.parts)

    walk(forest(units, base.parents_of(list(units))))
    return {"units": rows, "has_parts": any(row["depth"] for row in rows)}


def consent(customer_id: int) -> list[dict[str, Any]]:
    """Return for each purpose in which the customer has a say whether data may be used for it, and why not."""
    language, known = get_language() or "zh-hans", queries.purposes()
    return [
        {
            "code": code,
            "title": known[code].title(language),
            "state": "waiting" if why else "done",
            "text": wording.text(why) if why else _("consent given") if known[code].asks else _("until they object"),
            "notice": known[code].text(language),
        }
        for code, why in queries.standing_consents(customer_id).items()
    ]


def said_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was said about purposes, in words."""
    language, known = get_language() or "zh-hans", queries.purposes()
    return [
        row
        | {
            "title": known[row["purpose"]].title(language) if row["purpose"] in known else row["purpose"],
            "channel_word": word(words.CHANNELS, row["channel"]),
            "language_word": dict(settings.LANGUAGES).get(row["language"], row["language"]),
        }
        for row in rows
    ]


def looked(row: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Return a look-up with its reason: the case it was for, or the words that were given."""
    return row | {
        "whom": masking.name_for(by, row["whom"], row["kind"]),
        "why": row["case_number"] or row["reason"] or (_("erased") if row["reason"] is None else "—"),
    }


def keeping(found: Keeping) -> list[tuple[str, str]]:
    """Return the retention of a file as facts."""
    for_good = _("for good")
    months = _("%(months)s months") % {"months": found.months} if found.months else for_good
    running = found.started_on.isoformat() if found.started_on else _("not while work is open")
    return [
        (_("Kept for"), months),
        (_("Counted from"), running),
        (_("Kept until"), found.until.isoformat() if found.until else "—"),
    ]


def request_row(row: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Return a request about data in words, with whether it is late."""
    late = rights.is_overdue(row["due_on"], clock.today(by.zone), ended=row["ended_at"] is not None)
    return row | {
        "kind_word": word(words.RIGHTS, row["kind"]),
        "state_word": _("overdue") if late else word(words.STATES, row["state"]),
        "look": "late" if late else LOOKS[row["state"]],
        "whom": masking.name_for(by, row["whom"], row["whom_kind"]),
        "url": reverse("customers:right", args=[row["pk"]]),
    }


def pair(one: Pair, customer_id: int, by: Actor) -> dict[str, Any]:
    """Return the other file of a pair, and why they look alike."""
    other = one.high if one.low == customer_id else one.low
    found = Customer.objects.filter(pk=other).values_list("name", "kind").first() or ("", "")
    return {
        "other": other,
        "name": masking.name_for(by, found[0], found[1]),
        "why": wording.listed(one.why),
        "weight": one.weight,
    }


def merge(row: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Return a merge in words."""
    return row | {
        "kept_name": masking.name_for(by, row["kept_name"], row["kind"]),
        "gone_name": masking.name_for(by, row["gone_name"], row["kind"]),
        "rows": sum(len(ids) for ids in row["moved"].values()),
    }


def side(found: Customer, by: Actor) -> dict[str, Any]:
    """Return a file to be compared with another."""
    return {
        "pk": found.pk,
        "facts": [
            (_("Customer"), masking.name_for(by, found.name, found.kind)),
            (_("Kind of customer"), str(KINDS[Customer.Kind(found.kind)])),
            (_("On file since"), found.created_at.astimezone(ZoneInfo(by.zone)).date().isoformat()),
            (
                _("Phone number"),
                wording.listed(masking.phone_for(one.phone) for one in found.contacts.order_by("pk")[:5]),
            ),
            (_("Places"), wording.listed(place(one) for one in found.sites.order_by("pk")[:5])),
            (_("Equipment"), wording.listed(word for _pk, word in unit_choices([found.pk])[:5])),
        ],
    }
