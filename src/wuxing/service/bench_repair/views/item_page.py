"""What the page of one item shows, worked out once a request."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.customers.customer_care import masking
from wuxing.service.bench_repair import actions, queries, rules
from wuxing.service.bench_repair.models import BenchItem, Custody, WorthAdvice
from wuxing.service.bench_repair.queries import pages
from wuxing.service.bench_repair.rules import worth
from wuxing.service.bench_repair.rules.words import DECISIONS, TAKEN
from wuxing.service.bench_repair.states import ENDED, Holder, ItemState
from wuxing.service.bench_repair.views.acts import ITEM_ACTS, ItemAct, ItemFacts
from wuxing.service.bench_repair.views.words import days, hand, holder, named, state
from wuxing.service.charges.queries import current_quote
from wuxing.service.repair.forms.base import Form
from wuxing.service.repair.queries.pages import entries_of
from wuxing.service.repair.rules.words import CAUSES
from wuxing.service.repair.views.timeline import by_days
from wuxing.service.repair.views.words import at, word

NEXT = ("confirm", "diagnose", "approve", "repair", "check", "ready", "return")
MENU = ("hand_over", "recall", "wait", "photo", "advise", "decide", "decline", "replace", "scrap")


def form_for(name: str, item: BenchItem, by: Actor, data: Any = None, files: Any = None) -> Form:
    """Return the form of an act, with what is known put in."""
    act, extra = ITEM_ACTS[name], dict[str, Any]()
    if name == "return":
        extra["item"] = item
    initial = _initial(name, item, by) if data is None else {}
    return act.form(data, files, initial=initial, zone=by.zone, **extra)


def _initial(name: str, item: BenchItem, by: Actor) -> dict[str, Any]:
    if name == "diagnose":
        return {"cause": item.cause, "finding": item.finding}
    if name == "return":
        return {"accessories": item.accessories, "warranty_days": 30}
    if name == "decide":
        newest = next((one for one in pages.advices_of(item.pk) if one.decided_at is None), None)
        return {"advice_id": newest.pk if newest else None}
    if name == "advise":
        quote = current_quote((queries.KIND, item.pk))
        age = None
        if item.asset and item.asset.purchased_on:
            age = rules.months_between(item.asset.purchased_on, clock.today(by.zone))
        return {"quote": quote.total if quote else None, "age_months": age}
    return {}


def _may(act: ItemAct, by: Actor) -> bool:
    return any(by.may(permission) for permission in act.needs)


def _buttons(item: BenchItem, facts: ItemFacts, by: Actor, undecided: bool) -> tuple[list[Any], list[Any]]:
    page = reverse("bench:item", args=[item.pk])
    made: dict[str, dict[str, Any]] = {}
    for name, act in ITEM_ACTS.items():
        if not _may(act, by) or (name == "decide" and not undecided):
            continue
        why = act.why_not(facts)
        url = f"{page}?do={name}#do" if act.asks else reverse("bench:item_act", args=[item.pk, name])
        made[name] = {
            "label": act.label,
            "icon": act.icon,
            "reason": wording.text(why) if why else "",
            "url": url,
            "method": "" if act.asks else "post",
            "primary": False,
        }
    steps = sorted(NEXT, key=lambda name: name == "diagnose" and bool(item.diagnosed_at))  # found out again: seldom
    head = [made[name] for name in steps if name in made and not made[name]["reason"]]
    if head:
        head[0]["primary"] = True
    rest = [made[name] for name in (*NEXT, *MENU) if name in made and made[name] not in head]
    return head, sorted(rest, key=lambda button: bool(button["reason"]))


def _hand(kind: str, name: str, item: BenchItem, by: Actor) -> str:
    """Return a hand of the chain; the customer's as this person may see it."""
    return hand(kind, named(name, item.order, by) if kind == Holder.CUSTOMER else name)


def _link(row: Custody, item: BenchItem, by: Actor, recalled: set[int]) -> dict[str, Any]:
    zone = by.zone
    lines = [
        _("from %(hand)s") % {"hand": _hand(row.from_kind, row.from_name, item, by)},
        _("handed over %(time)s") % {"time": at(row.handed_at, zone)},
    ]
    if row.handed_by:
        lines[-1] += f" · {row.handed_by.name}"
    if row.confirmed_at:
        name = row.confirmed_by.name if row.confirmed_by else ""
        words = (
            _("taken back %(time)s %(name)s") if row.sequence in recalled else _("receipt confirmed %(time)s %(name)s")
        )
        lines.append(words % {"time": at(row.confirmed_at, zone), "name": name})
    else:
        lines.append(_("on the way: nobody has confirmed the receipt"))
    lines += [text for text in (row.waybill, row.note) if text]
    return {"who": _hand(row.to_kind, row.to_name, item, by), "lines": lines, "sealed": row.confirmed_at is not None}


def _advice(one: WorthAdvice) -> dict[str, Any]:
    told = worth.Worth(
        one.quote, one.new_price, one.age_months, one.life_months, one.share_percent, one.residual, one.most
    )
    return {
        "look": "risk" if one.replace else "ontime",
        "text": wording.text(worth.said(told)),
        "by": one.made_by.name if one.made_by else "",
        "decision": word(DECISIONS, one.decision),
        "note": one.decided_note,
    }


def _mine(entry: tuple[Any, ...], item: BenchItem) -> bool:
    """Say whether an entry of the case is about this item: its own, its receipt, its quote."""
    event, payload = entry[1], entry[7] or {}
    if event == "bench.take_back":
        return payload.get("number") == item.take_back.number
    return bool(payload.get("item_id") == item.pk) and event.startswith(("bench.", "charges."))


def _facts(item: BenchItem, zone: str) -> list[tuple[Any, ...]]:
    order = item.order
    return [
        (_("Order"), order.number, reverse("repair:order", args=[order.pk])),
        (_("Take-back receipt"), item.take_back.number, reverse("bench:receipt", args=[item.take_back_id])),
        (_("Taken in"), f"{at(item.received_at, zone)} · {word(TAKEN, item.take_back.channel)}"),
        (_("Serial number"), item.serial),
        (_("Look"), item.look),
        (_("Accessories"), "、".join(item.accessories)),
        (_("Workshop technician"), item.technician.name if item.technician else ""),
        (_("Cause"), word(CAUSES, item.cause)),
        (_("Finding"), item.finding),
        *([(_("Tested"), at(item.tested_at, zone))] if item.tested_at else []),
        *([(_("Warranty of the repair until"), item.warranty_until.isoformat())] if item.warranty_until else []),
        *([(_("New unit"), item.new_serial)] if item.new_serial else []),
        *([(_("Not returned with it"), item.accessories_missing)] if item.accessories_missing else []),
    ]


def _opened(do: str, facts: ItemFacts, by: Actor, bound: Form | None) -> dict[str, Any] | None:
    """Return the act that is opened on the page with its form, when this person may do it now."""
    act, item = ITEM_ACTS.get(do), facts.item
    if not (act and _may(act, by) and act.asks and (bound or act.why_not(facts) is None)):
        return None
    contact = item.order.request.contact
    return {
        "name": do,
        "title": act.label,
        "do": act.press or act.label,
        "danger": act.danger,
        "signed": hasattr(act.form, "signed"),
        "suggested": masking.said_name(by, contact.name if contact else ""),
        "form": bound or form_for(do, item, by),
        "url": reverse("bench:item_act", args=[item.pk, do]),
    }


def context(item_id: int, by: Actor, *, do: str = "", bound: Form | None = None) -> dict[str, Any]:
    """Return everything that the page of an item shows."""
    item = pages.item(item_id)
    chain, today = pages.custody_of(item.pk), clock.today(by.zone)
    held = chain[-1]
    quote = current_quote((queries.KIND, item.pk))
    facts = ItemFacts(
        item,
        held,
        queries.doer_of(by),
        actions.is_free(item),
        quote.state if quote else None,
        held.handed_by_id == by.user_id,
    )
    advices = pages.advices_of(item.pk)
    head, menu = _buttons(item, facts, by, any(one.decided_at is None for one in advices))
    one = queries.days_of([item.pk], today, by.zone).get(item.pk)
    remedy = rules.remedy_for(one) if one and item.state not in ENDED else None
    entries = [entry for entry in entries_of(item.order.request_id) if _mine(entry, item)]
    recalled = {entry[7]["sequence"] for entry in entries if entry[1] == "bench.recall"}
    row = {
        "holder": held.to_kind,
        "holder_name": named(held.to_name, item.order, by) if held.to_kind == Holder.CUSTOMER else held.to_name,
        "confirmed_at": held.confirmed_at,
        "handed_at": held.handed_at,
    }
    return {
        "item": item,
        "badge": state(item.state),
        "days": days(one, ended=item.state in ENDED or item.state == ItemState.READY),
        "holder": holder(row, clock.now(), by.zone),
        "remedy": wording.text(remedy) if remedy else "",
        "facts": _facts(item, by.zone),
        "chain": [_link(link, item, by, recalled) for link in chain],
        "advices": [_advice(found) for found in advices],
        "quote": quote,
        "photos": pages.photos_of([item.pk]),
        "timeline": by_days(entries, by, request_id=item.order.request_id),
        "head": head,
        "menu": menu,
        "do": _opened(do, facts, by, bound),
        "may_quote": by.may(Permission.QUOTE_MANAGE) and item.state in (ItemState.DIAGNOSED, ItemState.QUOTED),
        "page_url": reverse("bench:item", args=[item.pk]),
    }
