"""The form of a report, from a record or without one."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock
from wuxing.core.errors import NotFound
from wuxing.governance.nonconformity.actions import Finding
from wuxing.governance.nonconformity.forms.base import Form, choice_list, day_field, number_field, words_field
from wuxing.governance.nonconformity.queries import origins
from wuxing.governance.nonconformity.rules.words import GROUNDS, KINDS, SEVERITIES, SOURCES
from wuxing.schemes.editions import queries as editions

SCHEME = "cn.gbt.27922"
NOON = time(12)


def leaf_choices(zone: str) -> list[tuple[str, str]]:
    """Return the indicators of the adopted edition; none before one is adopted."""
    try:
        pack = editions.pack_on(clock.today(zone), SCHEME)
    except NotFound:
        return []
    language = {"zh-hans": "zh_hans", "zh-hant": "zh_hant"}.get(get_language() or "", "en")
    return [(leaf.id, f"{leaf.id} {getattr(leaf.title, language)}") for leaf in pack.leaves]


class ReportForm(Form):
    """不符合报告."""

    title = forms.CharField(label=_("In a few words"), max_length=120)
    description = words_field(
        _("The fact"),
        most=2000,
        rows=4,
        help_text=_("what, where, when, how many; leave out names and numbers of customers, the record is linked"),
    )
    kind = forms.ChoiceField(label=_("Class"), choices=choice_list(KINDS))
    severity = forms.ChoiceField(label=_("Severity"), choices=choice_list(SEVERITIES))
    source = forms.ChoiceField(label=_("Where it was found"), choices=choice_list(SOURCES), initial="staff")
    found_on = day_field(_("Day found"))
    found_by = forms.CharField(label=_("Found by"), max_length=100, required=False)
    outlet_id = number_field(_("Outlet"), required=False)
    product_id = number_field(_("Product"), required=False)
    owner_id = number_field(_("Owner"), required=False)
    leaves = forms.MultipleChoiceField(
        label=_("Indicators it touches"), required=False, help_text=_("hold Ctrl to choose several")
    )
    deduction_ground = forms.ChoiceField(
        label=_("Special deduction"),
        required=False,
        choices=choice_list(GROUNDS, empty=_("no")),
        help_text=_("costs a point of its own until its correction is proven"),
    )
    origin_type = forms.CharField(widget=forms.HiddenInput, required=False)
    origin_id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("found_on", self.today)
        self.offer_people("owner_id")
        given = self.data if self.is_bound else self.initial
        if given.get("origin_type"):
            for name in ("outlet_id", "product_id"):
                self.fields.pop(name)
        for what in ("outlet", "product"):
            if f"{what}_id" in self.fields:
                found = origins.choices(what)
                if found:
                    self.pick_from(f"{what}_id", found)
                else:
                    self.fields.pop(f"{what}_id")
        self._offer_leaves()

    def _offer_leaves(self) -> None:
        offered = leaf_choices(self.zone)
        given = self.initial.get("leaves") or []
        known = {code for code, _title in offered}
        choices = [*offered, *((code, code) for code in given if code not in known)]
        if choices:
            self.offer(leaves=choices)
            self.fields["leaves"].widget.attrs["size"] = 6
        else:
            self.fields.pop("leaves")

    def finding(self, *, leaves: list[str]) -> Finding:
        """Return what was typed; `leaves` that came with the record are kept when the form offers none."""
        data = dict(self.cleaned_data)
        day = data.pop("found_on")
        now = clock.now()
        found_at = now if day == self.today else datetime.combine(day, NOON, ZoneInfo(self.zone))
        data["leaves"] = data.get("leaves") or ([] if "leaves" in self.fields else leaves)
        data["origin_id"] = data["origin_id"] if data["origin_type"] else None
        return Finding(**data, found_at=found_at)
