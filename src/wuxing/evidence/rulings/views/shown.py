"""A proposal in words: what it says, where it stands, who may do what with it."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.evidence.readiness import words
from wuxing.evidence.rulings import rules
from wuxing.evidence.rulings.models import EvidenceItem, Exclusion, Judged, Ruling, SpecialItem
from wuxing.evidence.rulings.rules import State
from wuxing.schemes.packs.structure import Pack

BADGES = {State.PROPOSED: "waiting", State.CONFIRMED: "done", State.DECLINED: "late", State.WITHDRAWN: "excluded"}


def state_word(state: State) -> str:
    """Return the state in words."""
    return {
        State.PROPOSED: _("waits for a second person"),
        State.CONFIRMED: _("counts"),
        State.DECLINED: _("not agreed"),
        State.WITHDRAWN: _("withdrawn"),
    }[state]


def kind_of(row: Judged) -> str:
    """Return the name of a row's kind, as in addresses and events."""
    return {Ruling: "ruling", Exclusion: "exclusion", SpecialItem: "special_item", EvidenceItem: "evidence_item"}[
        type(row)
    ]


def kind_word(row: Judged) -> str:
    """Return what a row is, in words."""
    if isinstance(row, Ruling):
        return _("override of the records") if row.kind == Ruling.Kind.OVERRIDE else _("ruling")
    if isinstance(row, SpecialItem):
        return _("special bonus") if row.kind == SpecialItem.Kind.BONUS else _("special deduction")
    return _("exclusion") if isinstance(row, Exclusion) else _("evidence")


def title_of(row: Judged) -> str:
    """Return what a row says, in a line."""
    if isinstance(row, Ruling):
        return _("%(leaf)s is met to %(share)s") % {"leaf": row.leaf, "share": words.percent(row.ratio)}
    if isinstance(row, Exclusion):
        return _("%s does not apply") % row.leaf
    if isinstance(row, SpecialItem):
        return row.description[:80]
    assert isinstance(row, EvidenceItem)
    return row.title


def text_of(row: Judged) -> str:
    """Return the reason or note of a row."""
    for name in ("reason", "description", "note"):
        if text := getattr(row, name, ""):
            return str(text)
    return ""


def standing(row: Judged) -> State:
    """Return where a row stands."""
    return rules.state_of(row.confirmed_at, row.declined_at, row.withdrawn_at)


def line(row: Judged, today: date) -> dict[str, Any]:
    """Return a row as lists show it."""
    state = standing(row)
    badge, word = BADGES[state], state_word(state)
    if isinstance(row, EvidenceItem) and state in (State.CONFIRMED, State.PROPOSED):
        if rules.is_expired(row.expires_on, today):
            badge, word = "late", _("expired")
        elif rules.expires_soon(row.expires_on, today):
            badge, word = "risk", _("expires soon")
    return {
        "row": row,
        "what": kind_word(row),
        "title": title_of(row),
        "leaf": getattr(row, "leaf", ""),
        "text": text_of(row),
        "state": badge,
        "word": word,
        "by": row.proposed_by.name if row.proposed_by else "—",
        "url": reverse("evidence:said", args=[kind_of(row), row.pk]),
    }


def facts(row: Judged, pack: Pack) -> list[tuple[str, Any]]:
    """Return what is on record of a row."""
    found: list[tuple[str, Any]] = []
    if leaf := getattr(row, "leaf", ""):
        indicator = pack.by_id.get(leaf)
        found.append((_("Indicator"), f"{leaf} {words.text(indicator.title) if indicator else ''}"))
    if isinstance(row, Ruling):
        found += [(_("Met to"), words.percent(row.ratio)), *_automatic(row)]
        found += [(_("Counts from"), row.valid_from), (_("Counts until"), row.valid_until)]
    if isinstance(row, SpecialItem):
        grounds = {ground.id: words.text(ground.title) for ground in pack.rules.deduction_reasons}
        found += [(_("Ground"), grounds.get(row.ground, "")), (_("Day it happened"), row.occurred_on)]
        found += [(_("Corrected on"), row.corrected_on), (_("Correction"), row.correction)]
    if isinstance(row, EvidenceItem):
        found += [
            (_("Kind of evidence"), words.evidence_kind(row.kind)),
            (_("Day it speaks of"), row.valid_on),
            (_("Handed in on"), row.proposed_at),
            (_("Valid until"), row.expires_on),
            (_("Who keeps it up to date"), row.owner.name if row.owner else ""),
            (_("Controlled document"), row.document_number),
        ]
    return [*found, *_people(row)]


def _automatic(row: Ruling) -> list[tuple[str, Any]]:
    """Return what the records said beside an override: both values stay."""
    if not row.automatic:
        return []
    said = row.automatic
    return [
        (
            _("By the records then"),
            _("%(low)s to %(high)s of %(of)s points") % {name: said.get(name) for name in ("low", "high", "of")},
        )
    ]


def _people(row: Judged) -> list[tuple[str, Any]]:
    people = (
        (_("Proposed by"), row.proposed_by, row.proposed_at),
        (_("Confirmed by"), row.confirmed_by, row.confirmed_at),
        (_("Declined by"), row.declined_by, row.declined_at),
        (_("Withdrawn by"), row.withdrawn_by, row.withdrawn_at),
    )
    found: list[tuple[str, Any]] = [
        (label, f"{person.name if person else '—'} · {moment(at)}") for label, person, at in people if at
    ]
    return [*found, (_("Answer"), row.answer)] if row.answer else found


def acts(row: Judged, by: Actor) -> dict[str, str | None]:
    """Return what may be done with a row: act -> why not, or None; an act that is out of place is left out."""
    state, same = standing(row), row.proposed_by_id == by.user_id
    found: dict[str, str | None] = {}
    if state is State.PROPOSED:
        reason = rules.why_not_answer(state=state, same_person=same)
        refusal = wording.text(reason) if reason else _permission(by, Permission.EVIDENCE_CONFIRM)
        found["confirm"] = found["decline"] = refusal
    if rules.why_not_withdraw(state=state) is None:
        found["withdraw"] = _permission(by, Permission.EVIDENCE_RULE)
    if isinstance(row, SpecialItem) and row.kind == SpecialItem.Kind.DEDUCTION and state is State.CONFIRMED:
        reason = rules.why_not_correct(is_deduction=True, corrected=row.corrected_on is not None, same_person=same)
        if row.corrected_on is None:
            found["correct"] = wording.text(reason) if reason else _permission(by, Permission.EVIDENCE_CONFIRM)
    return found


def moment(at: datetime) -> str:
    """Return an instant at the reader's clock."""
    return date_format(timezone.localtime(at), "Y-m-d H:i")


def _permission(by: Actor, permission: Permission) -> str | None:
    return None if by.may(permission) else _("your role does not allow this")
