"""The sections of results: score, indicators, lost points, special items, exclusions, overrides, findings, what is open."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.findings.states import Kind
from wuxing.certification.report.drawing.blocks import Block, facts_block, table, text
from wuxing.certification.report.drawing.wording import NOTHING, grade, kind, loss, source, state
from wuxing.schemes.scoring.results import Status

Facts = Mapping[str, Any]


def headline(facts: Facts) -> dict[str, str]:
    """Return the score and the level as they stand at the head."""
    score = facts["score"]
    settled = score["low"] == score["high"]
    return {
        "label": _("Score"),
        "value": score["low"] if settled else f"{score['low']} – {score['high']}",
        "level_label": _("Level reached"),
        "level": score["level"] if settled else _("not known yet"),
        "points": _("official points") if score["official"] else _("placeholder points"),
    }


def sections(facts: Facts) -> list[dict[str, Any]]:
    """Return the sections of results; those with nothing to say, but for the first, are left out."""
    return [
        {"title": _("Score and level"), "blocks": _score(facts)},
        {"title": _("Indicators"), "blocks": _indicators(facts)},
        {"title": _("Where points were lost"), "blocks": _losses(facts)},
        {"title": _("Findings"), "blocks": _findings(facts)},
        {"title": _("Exclusions and overrides"), "blocks": [*_exclusions(facts), *_overrides(facts)]},
        {"title": _("What was not seen"), "blocks": _unseen(facts)},
    ]


def number_of(finding: int) -> str:
    """Return a finding as papers name it."""
    return pgettext("number of a finding", "F%s") % finding


def override_of(number: int) -> str:
    """Return an override as papers name it."""
    return pgettext("number of an override", "O%s") % number


def _score(facts: Facts) -> list[Block]:
    score = facts["score"]
    return [
        facts_block(
            (_("Score"), headline(facts)["value"]),
            (_("Level reached"), headline(facts)["level"]),
            (_("Points that apply"), score["applicable"]),
            (_("Special deductions"), str(score["special_deductions"])),
            (_("Special bonus"), str(score["special_bonus"])),
            (_("Points"), headline(facts)["points"]),
        )
    ]


def _indicators(facts: Facts) -> list[Block]:
    rows, strong = [], []
    for place, one in enumerate(facts["indicators"]):
        if not one["leaf"]:
            strong.append(place)
        rows.append([one["id"], one["title"], one["of"], one["points"], *_shares(one), _named(one)])
    return [
        table(
            (_("Clause"), 1.7), (_("Indicator"), 5.6), (_("Points"), 1.3), (_("Gained"), 1.3), (_("Share"), 1.5),
            (_("By records"), 1.6), (_("Findings"), 2.2), rows=rows, right=(2, 3, 4, 5), strong=strong,
        ),
        text(_("By records: the share that the client's own records gave before the evaluation, where they were let in.")),
    ]  # fmt: skip


def _shares(one: Facts) -> list[str]:
    if not one["leaf"]:
        return [" ", " "]
    if one["status"] == Status.EXCLUDED:
        return [_("not applicable"), NOTHING]
    share = f"{one['ratio']}%" if one["ratio"] is not None else _("not seen")
    return [share, f"{one['automatic']}%" if one["automatic"] is not None else NOTHING]


def _named(one: Facts) -> str:
    names = [number_of(finding) for finding in one["findings"]]
    if one["override"]:
        names.append(override_of(one["override"]))
    return ", ".join(names) if names or one["leaf"] else " "


def _losses(facts: Facts) -> list[Block]:
    titles = {one["id"]: one["title"] for one in facts["indicators"]}
    rows = []
    for one in facts["losses"]:
        what = f"{one['leaf']} {titles[one['leaf']]}" if one["leaf"] else loss(one["kind"])
        causes = [f"{number_of(cause['number'])} ({cause['points']})" for cause in one["findings"]]
        if one["override"]:
            causes = [override_of(one["override"]), *(number_of(cause["number"]) for cause in one["findings"])]
        if one["carried"] and not causes:
            causes = [_("carried over from %(case)s") % {"case": one["carried"]}]
        rows.append([what, ", ".join(causes), _signed(one["points"])])
    note = text(_("The lines add up to the total less the score, to the hundredth. Each names the findings behind it."))
    if not rows:
        return [text(_("No points were lost."))]
    return [
        table(
            (pgettext("lost points", "Where"), 7),
            (_("Finding or override"), 5),
            (_("Points"), 1.6),
            rows=rows,
            right=(2,),
        ),
        note,
    ]


def _signed(points: str) -> str:
    return f"+{points[1:]}" if points.startswith("-") else f"−{points}"


def _findings(facts: Facts) -> list[Block]:
    if not facts["findings"]:
        return [text(_("There are no findings."))]
    return [
        table(
            (_("No."), 1), (_("Kind"), 2), (_("Clause"), 1.6), (_("What was found, and on which evidence"), 6.6),
            (_("Sample"), 1.5), (_("Correction"), 2.4), rows=[_finding(one, facts) for one in facts["findings"]],
        )
    ]  # fmt: skip


def _finding(one: Facts, facts: Facts) -> list[str]:
    what = "\n".join(part for part in (one["text"], one["evidence"], one["site"]) if part)
    graded = "\n".join(part for part in (kind(one["kind"]), one["reason"], grade(one["grade"])) if part)
    sample = f"{one['failures']} / {one['sample_size']}" if one["sample_size"] else NOTHING
    aside = one["number"] in facts["set_aside"]
    asked = one["kind"] in (Kind.DEDUCTION, Kind.SPECIAL)
    correction = state(one["state"]) if asked else NOTHING
    if aside:
        correction = _("set aside by an appeal")
    elif one["closed_at"] and asked:
        correction += f"\n{one['closed_at'][:10]}"
    return [number_of(one["number"]), graded, one["leaf"], what, sample, correction]


def _exclusions(facts: Facts) -> list[Block]:
    if not facts["exclusions"]:
        return [text(_("No indicator was excluded."))]
    return [
        table(
            (_("Excluded indicator"), 2), (_("Reason"), 6), (_("Proposed by"), 2), (_("Decided by"), 2),
            rows=[[one["leaf"], one["reason"], one["proposed_by"], one["decided_by"]] for one in facts["exclusions"]],
        )
    ]  # fmt: skip


def _overrides(facts: Facts) -> list[Block]:
    if not facts["overrides"]:
        return [text(_("No share was overridden."))]
    return [
        table(
            (_("Override"), 1.2), (_("Clause"), 1.6), (_("Before"), 1.6), (_("After"), 1.6), (_("Reason"), 5),
            (_("By"), 1.4), (_("Proposed, confirmed"), 3),
            rows=[
                [
                    override_of(one["number"]), one["leaf"], f"{one['before']}%", f"{one['after']}%", one["reason"],
                    source(one["source"]), f"{one['proposed_by']}, {one['confirmed_by']}\n{one['at']}",
                ]
                for one in facts["overrides"]
            ],
            right=(2, 3),
        )
    ]  # fmt: skip


def _unseen(facts: Facts) -> list[Block]:
    away = [one["name"] for one in facts["sites"] if not one["chosen"]]
    leaves = ", ".join(facts["unseen"])
    return [
        facts_block((_("Indicators"), leaves or _("all were seen")), (_("Sites not visited"), ", ".join(away) or _("none"))),
        text(_("An evaluation looks at samples. What was not drawn may still hold what was not found.")),
    ]  # fmt: skip
