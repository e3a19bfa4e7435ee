"""The sections of a report in the active language: blocks of facts, tables, text and lines to sign on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wuxing.certification.report.drawing import results
from wuxing.certification.report.drawing.blocks import Block, facts_block, table, text
from wuxing.certification.report.drawing.wording import NOTHING, meeting, method, remote, side, site
from wuxing.config import fonts

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the facts: which version it is, when it was drawn, the facts' digest."""

    version: int
    made_at: str
    digest: str


def sheet_of(facts: Facts, frame: Frame) -> dict[str, Any]:
    """Return everything that both papers show, in the order in which they show it."""
    case, scheme = facts["case"], facts["scheme"]
    sections = [
        {"title": _("Client and scope"), "blocks": _client(facts)},
        {"title": _("Evaluation"), "blocks": _evaluation(facts)},
        {"title": _("Sites"), "blocks": _sites(facts)},
        *results.sections(facts),
        {"title": _("How to compute the score again"), "blocks": _again(facts, frame)},
        {"title": _("Signatures"), "blocks": _signatures(facts)},
    ]
    return {
        "lang": get_language() or "zh-hans",
        "family": fonts.FAMILY,
        "title": _("Evaluation report"),
        "organisation": facts["body"]["name"],
        "client": facts["client"]["name"],
        "number": case["number"],
        "standard": " ".join([*scheme["basis"], scheme["title"]]),
        "version": _("version %(version)s of %(at)s") % {"version": frame.version, "at": frame.made_at},
        "stamps": _stamps(facts),
        "score": results.headline(facts),
        "sections": [{**one, "title": f"{place}  {one['title']}"} for place, one in enumerate(sections, 1)],
        "page": _("page"),
    }


def _stamps(facts: Facts) -> list[str]:
    found = [facts["score"]["stamp"]] if facts["score"]["stamp"] else []
    if facts["case"]["rehearsal"]:
        found.append(_("Exercise: nothing of it counts."))
    return found


def _client(facts: Facts) -> list[Block]:
    client, case = facts["client"], facts["case"]
    kind = f"{case['kind']}: {case['reason']}" if case["reason"] else case["kind"]
    return [
        facts_block(
            (_("Client"), client["name"]),
            (_("Unified social credit code"), client["credit_code"]),
            (_("Address"), client["address"] or client["city"]),
            (_("Kind of case"), kind),
            (_("Level applied for"), case["target"]),
            (_("Scope"), case["scope"]),
            (_("Products"), case["products"]),
            (_("Regions"), case["regions"]),
            (_("Trade code"), case["trade_code"]),
            (_("Staff"), str(case["headcount"])),
        )
    ]


def _evaluation(facts: Facts) -> list[Block]:
    plan, case = facts["plan"], facts["case"]
    period = f"{case['from']} – {case['until']}" if case["until"] and case["until"] != case["from"] else case["from"]
    rows = [
        (_("On site"), period),
        (_("Person-days planned"), plan["person_days"] if plan else None),
        (_("Methods"), _(", ").join(method(one) for one in plan["methods"]) if plan else None),
        (_("Way of evaluating"), _remote(plan) if plan else None),
        (_("Short notice"), (plan and plan["short_notice_reason"]) or _("yes") if case["short_notice"] else _("no")),
    ]
    blocks = [
        facts_block(*rows),
        table(
            (pgettext("those who evaluate", "Team"), 3), (_("Registration"), 3), (_("Part"), 2), (_("Indicators"), 4),
            rows=[_member(one) for one in facts["team"]],
        ),
    ]  # fmt: skip
    if plan:
        blocks.append(_plan(plan))
    return [*blocks, *(_meeting(one) for one in facts["meetings"])]


def _meeting(one: Facts) -> Block:
    return facts_block(
        (meeting(one["kind"]), f"{one['at']} · {one['place']}"), (_("Present"), _present(one["present"]))
    )


def _remote(plan: Facts) -> str:
    reason = plan["remote_reason"]
    return f"{remote(plan['remote'])}: {reason}" if reason else remote(plan["remote"])


def _member(one: Facts) -> list[str]:
    leaves = ", ".join(one["leaves"]) or pgettext("indicators", "all")
    part = f"{one['part']} ({_('ended')})" if one["ended"] else one["part"]
    return [one["name"], one["registration"], part, leaves]


def _plan(plan: Facts) -> Block:
    return table(
        (_("Day"), 2), (_("Time"), 2), (_("Site"), 2.4), (_("Person"), 2), (_("Method"), 2), (_("Indicators"), 5),
        rows=[
            [
                one["day"], f"{one['starts']}–{one['ends']}", one["site"], one["person"], method(one["method"]),
                ", ".join(one["leaves"]) or NOTHING,
            ]
            for one in plan["lines"]
        ],
    )  # fmt: skip


def _present(people: Sequence[Facts]) -> str:
    sides: dict[str, list[str]] = {}
    for one in people:
        named = f"{one['name']} ({one['post']})" if one["post"] else one["name"]
        sides.setdefault(one["side"], []).append(named)
    return "; ".join(f"{side(key)}: {_(', ').join(names)}" for key, names in sides.items())


def _sites(facts: Facts) -> list[Block]:
    blocks = [
        table(
            (_("Site"), 3), (_("Kind"), 2), (_("City"), 2), (_("Staff"), 1), (_("Visited"), 1.4), (_("Why"), 4),
            rows=[
                [
                    one["name"], site(one["kind"]), one["city"], str(one["headcount"]),
                    _("visited") if one["chosen"] else _("not visited"), one["why"],
                ]
                for one in facts["sites"]
            ],
        )
    ]  # fmt: skip
    return [*blocks, *(_draw(one) for one in facts["draws"])]


def _draw(one: Facts) -> Block:
    return facts_block(
        (_("Rule of the draw"), one["rule"]),
        (_("Drawn"), _("%(drawn)s of %(count)s") % {"drawn": len(one["drawn"]), "count": one["count"]}),
        (_("Sites drawn"), _(", ").join(one["drawn"])),
        (_("List of sites, SHA-256"), one["population"]),
        (_("Body's promise, SHA-256"), one["promise"]),
        (_("Client's word"), one["word"]),
        (_("Seed"), one["seed"]),
    )


def _again(facts: Facts, frame: Frame) -> list[Block]:
    scheme, score = facts["scheme"], facts["score"]
    return [
        facts_block(
            (_("Edition of the scheme"), f"{scheme['id']} {scheme['edition']}"),
            (_("Scheme, SHA-256"), scheme["sha256"]),
            (_("Inputs of the score, SHA-256"), score["inputs"]),
            (_("Facts of this report, SHA-256"), frame.digest),
        ),
        text(
            _(
                "Points × share of every indicator that applies, divided by the points that apply, times %(total)s; "
                "then one point off for each special deduction and the bonus added; cut to %(places)s places."
            )
            % {"total": scheme["total"], "places": scheme["places"]}
        ),
        text(
            _(
                "With the edition of this SHA-256 and the inputs that the certification body keeps, anybody computes "
                "the same score to the hundredth. This report is generated from the case and never edited."
            )
        ),
    ]


def _signatures(facts: Facts) -> list[Block]:
    team: Iterable[Facts] = [one for one in facts["team"] if not one["ended"]]
    lines = [f"{one['part']}: {one['name']}" for one in team]
    return [{"kind": "sign", "lines": [*lines, _("For the client")], "date": _("Date")}]
