"""调度台: what waits, who is where, who could go. Redrawn when something moves; works as plain pages without a script."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting, live_url
from wuxing.service.repair.queries import board as query
from wuxing.service.repair.queries import candidates, choices
from wuxing.service.repair.rules.lanes import Block, Planned, blocks_of
from wuxing.service.repair.rules.words import TRADES, WARRANTY
from wuxing.service.repair.views import facts as fact_rows
from wuxing.service.repair.views.addresses import with_changes
from wuxing.service.repair.views.words import badge, day_label, length, promise, slot_words, word

OPENS, COLUMNS, STEP = 8, 40, 15
DONE = frozenset({"completed", "taken_back", "partial", "no_access"})


def _column(at: datetime, start: datetime) -> int:
    return int((at - start).total_seconds() // 60 // STEP) + 1


def _placed(block: Block, start: datetime) -> tuple[int, int] | None:
    """Return first column and length of a block on the 15-minute grid; None when it lies outside the hours shown."""
    first = max(_column(block.begins, start), 1)
    last = min(_column(block.ends - timedelta(seconds=1), start), COLUMNS)
    return (first, last - first + 1) if first <= COLUMNS and last >= first else None


def _text(block: Block, visit: dict[str, Any], zone: str) -> tuple[str, str]:
    """Return what a block says: its head and the line below."""
    if block.kind == "off":
        return _("free %(time)s") % {"time": length(block.ends - block.begins)}, _("since a cancellation")
    if block.kind == "over":
        return f"+{length(block.delay)}", ""
    short = visit["number"].removeprefix("WO-").partition("-")[2].lstrip("0") or visit["number"]
    if block.delay and block.kind != "done":
        return f"WO-{short}", _("%(time)s late") % {"time": length(block.delay)}
    done = _("done") if block.kind == "done" else ""
    return f"WO-{short}", " · ".join(part for part in (done, visit["title"], visit["district"]) if part)


def _drawn(block: Block, visit: dict[str, Any], start: datetime, zone: str) -> dict[str, Any]:
    """Return a block as wx/lane.html draws it; one outside the hours shown stands in the list only."""
    title, text = _text(block, visit, zone)
    first, length_ = _placed(block, start) or (0, 0)
    hours = (at.astimezone(start.tzinfo) for at in (block.begins, block.ends))
    url = "" if block.kind in ("off", "over") else reverse("repair:order", args=[visit["order_id"]])
    when = "–".join(f"{at:%H:%M}" for at in hours)
    return {
        "start": first,
        "length": length_,
        "kind": block.kind,
        "title": title,
        "text": text,
        "when": when,
        "url": url,
        "free": block.kind == "off",
    }


def _break(begins: datetime, ends: datetime, start: datetime) -> dict[str, Any]:
    first, length_ = _placed(Block(visit_id=0, kind="off", begins=begins, ends=ends), start) or (0, 0)
    said = {"title": _("break"), "text": "", "when": "", "url": "", "free": False}
    return {"start": first, "length": length_, "kind": "off", **said}


def _lane(
    person: dict[str, Any],
    visits: list[dict[str, Any]],
    breaks: list[tuple[datetime, datetime]],
    start: datetime,
    now: datetime,
    zone: str,
) -> dict[str, Any]:
    known = {visit["pk"]: visit for visit in visits}
    blocks = blocks_of(
        [
            Planned(
                visit_id=visit["pk"],
                state=visit["state"],
                begins=visit["slot"].lower,
                ends=visit["slot"].upper,
                arrived=visit["arrived_at"],
                ended=visit["ended_at"],
            )
            for visit in visits
        ],
        now,
    )
    drawn = [_drawn(block, known[block.visit_id], start, zone) for block in blocks]
    drawn += [block for block in (_break(begins, ends, start) for begins, ends in breaks) if block["start"]]
    look, said = _standing(visits, blocks)
    counted = [visit for visit in visits if visit["state"] not in ("cancelled", "rescheduled")]
    done = sum(1 for visit in counted if visit["state"] in DONE)
    skills = " · ".join(f"{word(TRADES, trade)} {level}" for trade, level in person["skills"])
    return {
        "name": person["name"],
        "state": look,
        "word": said,
        "load": f"{done} / {len(counted)}",
        "skills": skills,
        "blocks": drawn,
        "outlet": person["outlet_name"],
    }


def _standing(visits: list[dict[str, Any]], blocks: list[Block]) -> tuple[str, str]:
    late = next((block for block in blocks if block.kind == "over"), None)
    if late:
        return "late", _("%(time)s over") % {"time": length(late.delay)}
    states = {visit["state"] for visit in visits}
    if states & {"working", "arrived", "paused"}:
        return "ontime", _("under repair")
    if "en_route" in states:
        return "ontime", _("on the way")
    if any(block.kind in ("risk", "late") and block.delay for block in blocks):
        return "risk", _("behind")
    return (
        ("waiting", _("free now"))
        if not states - DONE - {"cancelled", "rescheduled"}
        else ("waiting", _("between visits"))
    )


def _warnings(lanes: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Return what an overrun drags along, one note a technician."""
    notes = []
    for lane in lanes:
        moved = [block for block in lane["blocks"] if block["kind"] in ("risk", "late") and block["url"]]
        over = any(block["kind"] == "over" for block in lane["blocks"])
        later = [block for block in moved if not over or block is not moved[0]]
        if later:
            orders = wording.listed(f"{block['title']} ({block['text']})" for block in later)
            title = _("%(name)s runs late and moves %(orders)s") % {"name": lane["name"], "orders": orders}
            notes.append({"title": title, "url": later[0]["url"]})
    return notes[:4]


def _queue_row(row: dict[str, Any], now: datetime, here: str, chosen: int | None) -> dict[str, Any]:
    look, left = promise(row["state"], row["next_due_at"], row["next_due_kind"], 0, now)
    if not row["complete"]:
        look, left = "unknown", _("record incomplete")
    need = f"{word(TRADES, row['trade'])} {row['skill_level']}" if row["trade"] else ""
    return {
        "pk": row["pk"],
        "number": row["number"],
        "title": row["title"],
        "badge": badge(look, left),
        "urgent": row["urgent"],
        "on": row["pk"] == chosen,
        "line": " · ".join(part for part in (row["district"], need, word(WARRANTY, row["warranty"])) if part),
        "url": f"{here}#candidates",
    }


def _strip(tally: dict[str, int], orders: str) -> list[dict[str, Any]]:
    return [
        {"icon": "flag", "state": "", "label": _("urgent"), "count": tally["urgent"], "url": f"{orders}?state=open"},
        {
            "icon": "",
            "state": "risk",
            "label": _("due within an hour"),
            "count": tally["soon"],
            "url": f"{orders}?due=risk",
        },
        {"icon": "", "state": "late", "label": _("overdue"), "count": tally["late"], "url": f"{orders}?due=late"},
        {
            "icon": "",
            "state": "waiting",
            "label": _("not dispatched"),
            "count": tally["unassigned"],
            "url": f"{orders}?state=unassigned",
        },
        {
            "icon": "package",
            "state": "",
            "label": _("waiting for parts"),
            "count": tally["parts"],
            "url": f"{orders}?state=on_hold",
        },
        {
            "icon": "history",
            "state": "",
            "label": _("left over from earlier days"),
            "count": tally["left_over"],
            "url": "#left",
        },
    ]


def _chosen(asked: dict[str, str], queue: list[dict[str, Any]], day: date, by: Actor) -> dict[str, Any] | None:
    wanted = asked["order"]
    row = next((row for row in queue if str(row["pk"]) == wanted), queue[0] if queue and not wanted else None)
    if row is None:
        return None
    found = candidates.candidates(
        trade=row["trade"], needed=row["skill_level"], district=row["district"] or "", day=day, zone=by.zone
    )
    can = sum(1 for fit in found if fit.refusal is None)
    return {
        **row,
        "candidates": fact_rows.candidate_rows(found, row["pk"], None),
        "warranty": word(WARRANTY, row["warranty"]),
        "said": _("%(can)s can go · %(cannot)s cannot") % {"can": can, "cannot": len(found) - can},
        "url": reverse("repair:order", args=[row["pk"]]),
        "why": "" if row["complete"] else _("complete the record first"),
    }


def _day(asked: str, zone: str) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return clock.today(zone)


def _switches(path: str, asked: dict[str, str], day: date, today: date, outlet: int | None) -> dict[str, Any]:
    """Return the links to other days and outlets."""
    around = (day - timedelta(days=1), day, day + timedelta(days=1))
    offered = choices.outlets()
    return {
        "days": [
            (day_label(one, today), with_changes(path, asked, date=one.isoformat()), one == day) for one in around
        ],
        "today_url": with_changes(path, asked, date=None) if day != today else "",
        "outlets": [(name, with_changes(path, asked, outlet=pk, order=None), pk == outlet) for pk, name in offered],
        "outlet_name": dict(offered).get(outlet, "") if outlet else "",
        "all_outlets": with_changes(path, asked, outlet=None, order=None),
    }


def board(request: HttpRequest) -> HttpResponse:
    """Show the board of a day; htmx asks for its middle alone."""
    by = acting(request, Permission.REPAIR_DISPATCH)
    path = reverse("repair:board")
    asked = {name: request.GET.get(name, "").strip() for name in ("outlet", "date", "order")}
    outlet = int(asked["outlet"]) if asked["outlet"].isdecimal() and len(asked["outlet"]) < 18 else None
    day, now, today = _day(asked["date"], by.zone), clock.now(), clock.today(by.zone)
    start = datetime.combine(day, time(OPENS), ZoneInfo(by.zone))
    midnight = datetime.combine(today, time.min, ZoneInfo(by.zone))
    people = query.people(outlet)
    visits: dict[int, list[dict[str, Any]]] = {}
    for visit in query.visits_on(day, by.zone, [person["pk"] for person in people]):
        visits.setdefault(visit["technician_id"], []).append(visit)
    breaks = query.closed_hours(day, {person["outlet_id"] for person in people})
    lanes = [
        _lane(person, visits.get(person["pk"], []), breaks.get(person["outlet_id"], []), start, now, by.zone)
        for person in people
    ]
    column = _column(now, start) if day == today else 0
    queue = query.queue(outlet)
    chosen = _chosen(asked, queue, today, by)
    for lane in lanes:
        lane["now"] = column if 1 <= column <= COLUMNS else 0
        lane["grid"] = [block for block in lane["blocks"] if block["start"]]
    left = query.left_over(outlet, midnight)
    context = {
        "strip": _strip(query.tallies(outlet, now, midnight), reverse("repair:orders")),
        "queue": [
            _queue_row(row, now, with_changes(path, asked, order=row["pk"]), chosen["pk"] if chosen else None)
            for row in queue
        ],
        "lanes": lanes,
        "hours": [f"{hour:02d}" for hour in range(OPENS, OPENS + 10)],
        "chosen": chosen,
        "notes": _warnings(lanes) if day == today else [],
        "left": [
            {**row, "when": slot_words(row["slot"], by.zone), "url": reverse("repair:order", args=[row["order_id"]])}
            for row in left
        ],
        **_switches(path, asked, day, today, outlet),
        "here": with_changes(path, asked),
        "live_url": live_url(request, "repair", now),
    }
    middle = request.headers.get("HX-Request") == "true"
    return render(request, "service/repair/board_middle.html" if middle else "service/repair/board.html", context)
