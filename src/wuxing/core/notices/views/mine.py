"""/account/notices/: where one wants to get what is for oneself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.notices import actions, queries
from wuxing.core.notices.forms import PreferenceForm
from wuxing.core.notices.models import NoticePreference


def mine(request: HttpRequest) -> HttpResponse:
    """Show and change one's own addresses and channel."""
    by = acting(request)
    kept = NoticePreference.objects.filter(user_id=by.user_id or 0).first()
    initial = (
        {"email": kept.email, "phone": kept.phone, "handle": kept.handle, "channel_id": str(kept.channel_id or "")}
        if kept
        else {"email": getattr(request.user, "email", "")}
    )
    form = PreferenceForm(request.POST or None, channels=queries.channels(), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        chosen = said.pop("channel_id")
        try:
            actions.set_preference(**said, channel_id=int(chosen) if chosen else None, by=by)
            messages.success(request, _("Saved."))
            return redirect("core:notice_preferences")
        except BadInput as error:
            form.blame(error.fields)
    return render(request, "core/notices/mine.html", {"form": form}, status=422 if form.errors else 200)
