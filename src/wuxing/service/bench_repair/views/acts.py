"""What can be done to an item on its page: one row an act, with its form, its lock and what is said after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason
from wuxing.service.bench_repair import actions, forms, rules
from wuxing.service.bench_repair.models import BenchItem, Custody
from wuxing.service.bench_repair.states import OPEN, ItemState
from wuxing.service.repair.forms.base import Form
from wuxing.service.repair.forms.order import EmptyForm

P = Permission
WORK = frozenset({P.WORKSHOP_WORK})
SPEAK = frozenset({P.WORKSHOP_WORK, P.QUOTE_MANAGE})
CARRY = frozenset({P.WORKSHOP_WORK, P.REPAIR_VISIT})
HOLD = CARRY | {P.REPAIR_DISPATCH}
GIVE = frozenset({P.WORKSHOP_WORK, P.REPAIR_VISIT, P.REPAIR_INTAKE})


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the locks of the buttons ask: made once a page."""

    item: BenchItem
    held: Custody
    doer: rules.Doer
    free: bool
    quote: str | None
    recorded: bool  # who looks at the page recorded the last hand-over


@dataclass(frozen=True, slots=True)
class ItemAct:
    """One act as a button."""

    label: str | Promise
    needs: frozenset[Permission]
    form: type[Form]
    why_not: Callable[[ItemFacts], Reason | None]
    run: Callable[[int, Any, Actor], Any]
    said: str | Promise
    icon: str = ""
    danger: bool = False
    press: str | Promise = ""  # what stands on the form's button; nothing: the label

    @property
    def asks(self) -> bool:
        """Say whether the act has a form to fill in."""
        return self.form is not EmptyForm


def _given(action: Callable[..., Any]) -> Callable[[int, Any, Actor], Any]:
    return lambda item_id, form, by: action(item_id=item_id, by=by, **form.cleaned_data)


def _to(state: ItemState) -> Callable[[ItemFacts], Reason | None]:
    return lambda f: rules.why_not_change_item(f.item.state, state)


def _given_up(state: ItemState) -> Callable[[ItemFacts], Reason | None]:
    return lambda f: rules.why_not_change_item(f.item.state, state) or rules.why_not_leave_quote(f.quote)


def _at_work(state: ItemState) -> Callable[[ItemFacts], Reason | None]:
    def why_not(f: ItemFacts) -> Reason | None:
        if refusal := rules.why_not_change_item(f.item.state, state):
            return refusal
        hand = rules.Hand(f.held.to_kind, f.held.to_person_id, f.held.to_name)
        return rules.why_not_work(hand, confirmed=f.held.confirmed_at is not None, doer=f.doer)

    return why_not


def _confirm(f: ItemFacts) -> Reason | None:
    hand = rules.Hand(f.held.to_kind, f.held.to_person_id, f.held.to_name)
    return rules.why_not_confirm(confirmed=f.held.confirmed_at is not None, held=hand, doer=f.doer)


def _hand_over(f: ItemFacts) -> Reason | None:
    held = rules.Hand(f.held.to_kind, f.held.to_person_id, f.held.to_name)
    somewhere = rules.Hand("bench", -1, "?") if f.item.state in OPEN else rules.Hand("disposal")
    doer = rules.Doer(f.doer.person_id, True, f.doer.is_dispatcher) if f.doer.person_id else f.doer
    confirmed = f.held.confirmed_at is not None
    if held.kind in ("technician", "bench") and f.doer.person_id:  # whoever takes it may record it too
        somewhere = rules.Hand("bench", f.doer.person_id, "") if held.person_id != f.doer.person_id else somewhere
    return rules.why_not_hand_over(state=f.item.state, held=held, confirmed=confirmed, to=somewhere, doer=doer)


def _recall(f: ItemFacts) -> Reason | None:
    held = f.held
    return rules.why_not_recall(
        confirmed=held.confirmed_at is not None,
        gave=rules.Hand(held.from_kind, held.from_person_id, held.from_name),
        to=rules.Hand(held.to_kind, held.to_person_id, held.to_name),
        doer=f.doer,
        recorded=f.recorded,
    )


def _approve(f: ItemFacts) -> Reason | None:
    if refusal := rules.why_not_change_item(f.item.state, ItemState.APPROVED):
        return refusal
    return rules.why_not_approve(free=f.free, quote=f.quote)


def _ready(f: ItemFacts) -> Reason | None:
    return rules.why_not_ready(state=f.item.state, tested=f.item.tested_at is not None)


def _open(f: ItemFacts) -> Reason | None:
    return None if f.item.state in OPEN else rules.why_not_change_item(f.item.state, ItemState.DIAGNOSED)


def _check(item_id: int, form: Any, by: Actor) -> Any:
    return actions.check_item(item_id=item_id, checks=form.checklist(), note=form.cleaned_data["note"], by=by)


def _return(item_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return actions.return_item(
        item_id=item_id,
        signed=form.signed(),
        accessories=data.get("accessories", []),
        accessories_missing=data.get("accessories_missing", ""),
        warranty_days=data["warranty_days"],
        by=by,
    )


def _replace(item_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return actions.replace_item(
        item_id=item_id, new_serial=data["new_serial"], reason=data["reason"], signed=form.signed(), by=by
    )


def _scrap(item_id: int, form: Any, by: Actor) -> Any:
    letter = form.cleaned_data["letter"]
    return actions.scrap_item(
        item_id=item_id,
        signed=form.signed(),
        reason=form.cleaned_data["reason"],
        letter=(letter.name, letter) if letter else None,
        by=by,
    )


def _decide(item_id: int, form: Any, by: Actor) -> Any:
    return actions.decide_advice(item_id=item_id, by=by, **form.cleaned_data)


def _photo(item_id: int, form: Any, by: Actor) -> Any:
    photo = form.cleaned_data["photo"]
    return actions.add_photo(item_id=item_id, content=photo, name=photo.name, by=by)


S, F = ItemState, forms
ITEM_ACTS: Mapping[str, ItemAct] = {
    "confirm": ItemAct(
        _("Confirm the receipt"), CARRY, EmptyForm, _confirm, _given(actions.confirm_receipt), _("Confirmed."), "check"
    ),
    "diagnose": ItemAct(
        _("Diagnosis"), WORK, F.FindingForm, _at_work(S.DIAGNOSED), _given(actions.diagnose_item),
        _("The diagnosis is saved."), "tool",
    ),
    "approve": ItemAct(
        _("Repair approved"), SPEAK, F.RemarkForm, _approve, _given(actions.approve_item),
        _("Approved; the repair may begin."), "check",
    ),
    "repair": ItemAct(
        _("Begin the repair"), WORK, F.RemarkForm, _at_work(S.REPAIRING), _given(actions.start_repair),
        _("The repair has begun."), "player-play",
    ),
    "wait": ItemAct(
        _("Parts are lacking"), WORK, F.PartsForm, _to(S.WAITING_PARTS), _given(actions.wait_for_parts),
        _("It waits for parts; day 90 is watched."), "package",
    ),
    "check": ItemAct(
        _("Test the item"), WORK, F.TestForm, _at_work(S.TESTED), _check, _("The test is on record."), "clipboard-check"
    ),
    "ready": ItemAct(
        _("Ready for return"), WORK, F.ReadyForm, _ready, _given(actions.make_ready), _("It stands ready."), "package"
    ),
    "return": ItemAct(
        _("Return to the customer"), GIVE, F.ReturnForm, _to(S.RETURNED), _return,
        _("Returned and signed for."), "signature",
    ),
    "hand_over": ItemAct(
        pgettext_lazy("item", "Hand over"), CARRY, F.HandOverForm, _hand_over, _given(actions.hand_over),
        _("Handed over."), "switch-horizontal",
    ),
    "recall": ItemAct(
        _("Wrong hand, or not arrived"), HOLD, F.WhyForm, _recall, _given(actions.recall),
        _("The hand-over is taken back."), "arrow-back-up",
    ),
    "photo": ItemAct(_("Add a photo"), CARRY, F.PhotoForm, _open, _photo, _("The photo is kept."), "camera"),
    "advise": ItemAct(
        _("Is it worth repairing?"), WORK, F.AdviceForm, _open, _given(actions.advise), _("Worked out and kept."), "scale",
        press=_("Work it out"),
    ),
    "decide": ItemAct(
        _("Customer's decision"), SPEAK, F.DecideForm, _open, _decide, _("The decision is on record."), "user-check"
    ),
    "decline": ItemAct(
        _("Repair declined"), SPEAK, F.WhyForm, _given_up(S.DECLINED), _given(actions.decline_item),
        _("It goes home unrepaired."), "x",
    ),
    "replace": ItemAct(
        _("Replace by another unit"), WORK, F.ReplaceForm, _given_up(S.REPLACED), _replace,
        _("Replaced; both serial numbers are kept."), "refresh", danger=True,
    ),
    "scrap": ItemAct(
        _("Scrap by written wish"), WORK, F.ScrapForm, _given_up(S.SCRAPPED), _scrap, _("Scrapped by the customer's wish."),
        "trash", danger=True,
    ),
}  # fmt: skip
"""The acts of an item, in the order of the work."""
