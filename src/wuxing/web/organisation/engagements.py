"""Pages of outside auditors: let one in, see what they opened, end it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wuxing.core import clock, engagements, wording
from wuxing.core.access import AREAS, Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.forms import Form
from wuxing.core.models import Engagement


class EngagementForm(Form):
    """Who is let in, for whom they come, what for, and from when to when."""

    username = forms.CharField(label=gettext_lazy("Sign-in name of the auditor"), max_length=150)
    body = forms.CharField(label=gettext_lazy("For whom they come"), max_length=200)
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=300)
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("What they may read (nothing ticked: everything)"),
        choices=[(code, title) for code, (title, _permissions) in AREAS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"))
    ends_on = forms.DateField(label=gettext_lazy("Last day"))


class EndForm(Form):
    """Why an engagement ends."""

    reason = forms.CharField(label=gettext_lazy("Why it ends"), max_length=300)


def listed(request: HttpRequest) -> HttpResponse:
    """List the auditors let in; let one in."""
    by = acting(request, Permission.ENGAGEMENT_GRANT)
    today = clock.today(by.zone)
    form = EngagementForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = engagements.grant(**form.cleaned_data, by=by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("%s may read from the first day on.") % made.auditor.name)
            return redirect("web:engagement", made.pk)
    rows = Engagement.objects.select_related("auditor").order_by("-pk")[:200]
    context = {"rows": [{"row": row, **_state(row, today)} for row in rows], "form": form}
    return render(request, "web/organisation/engagements.html", context, status=422 if form.errors else 200)


def _state(row: Engagement, today: Any) -> dict[str, str]:
    if row.ended_at is not None:
        return {"state": "excluded", "word": pgettext("engagement", "ended")}
    if today > row.ends_on:
        return {"state": "excluded", "word": _("over")}
    if today < row.starts_on:
        return {"state": "waiting", "word": _("not begun")}
    return {"state": "ontime", "word": _("lets in")}


def _areas(row: Engagement) -> list[str]:
    return [str(title) for code, (title, _permissions) in AREAS.items() if code in row.areas]


def one(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """Show an engagement with every page that was opened; end it."""
    by = acting(request, Permission.ENGAGEMENT_GRANT)
    found = get_object_or_404(Engagement.objects.select_related("auditor", "granted_by"), pk=engagement_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            engagements.end(engagement_id=found.pk, reason=form.cleaned_data["reason"], by=by)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("Ended; the door is shut from this moment."))
            return redirect("web:engagement", found.pk)
    before = request.GET.get("before", "")
    reads = engagements.reads(found.pk, by, before=int(before) if before.isdecimal() else None)
    context = {
        "found": found,
        **_state(found, clock.today(by.zone)),
        "facts": [
            (_("For whom they come"), found.body),
            (_("What for"), found.purpose),
            (_("What they may read"), wording.listed(_areas(found)) or _("everything")),
            (_("First day"), found.starts_on.isoformat()),
            (_("Last day"), found.ends_on.isoformat()),
            (_("Let in by"), found.granted_by.name if found.granted_by else "—"),
            (_("Why it ends"), found.end_reason),
        ],
        "reads": reads,
        "more": f"?before={reads[-1].pk}" if len(reads) == 100 else "",
        "form": form,
    }
    return render(request, "web/organisation/engagement.html", context, status=422 if form.errors else 200)
