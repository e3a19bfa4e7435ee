"""What the pages of notices ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form
from wuxing.core.notices.models import NoticeChannel
from wuxing.core.notices.rules.texts import LONGEST_BODY, LONGEST_SUBJECT
from wuxing.core.notices.words import DRIVERS

Channels = list[NoticeChannel]


class ResendForm(Form):
    """Why it is sent again."""

    reason = forms.CharField(label=_("Why it is sent again"), max_length=300)


class ChannelForm(Form):
    """A new channel."""

    name = forms.CharField(label=_("Name of the channel"), max_length=60)
    driver = forms.ChoiceField(label=_("Way"))
    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        required=False,
        help_text=_(
            "of a webhook: https://…; of a service: as Apprise writes it, for example wecombot://KEY, or"
            " twilio://SID:TOKEN@FROM/{phone}. It is kept encrypted and never shown again."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(driver=[(code, title) for code, title in DRIVERS.items()])


class AddressForm(Form):
    """A new address of a channel."""

    url = forms.CharField(label=_("New address"), max_length=1000)


class TestForm(Form):
    """Where a test goes."""

    address = forms.CharField(label=_("Where the test goes"), max_length=300, required=False)


class TermsForm(Form):
    """How a kind of notice goes out."""

    units = {"window_minutes": _("minutes")}

    first = forms.ChoiceField(label=_("First over"), required=False)
    second = forms.ChoiceField(label=_("then over"), required=False)
    third = forms.ChoiceField(label=_("at last over"), required=False)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False)
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False)
    per_day = forms.IntegerField(label=_("At most a day to one recipient"), required=False, min_value=1, max_value=1000)
    window_minutes = forms.IntegerField(label=_("The same again is not sent within"), min_value=0, max_value=10080)

    def __init__(self, *args: Any, channels: Channels, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("none")), *((str(one.pk), one.name) for one in channels)]
        self.offer(first=offered, second=offered, third=offered)

    def chosen(self) -> list[int]:
        """Return the channels in their order."""
        return [int(self.cleaned_data[name]) for name in ("first", "second", "third") if self.cleaned_data[name]]


class TextForm(Form):
    """A new version of a text."""

    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(label=_("Wording"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 7}))
    note = forms.CharField(label=_("What changes and why"), max_length=300, required=False)


class PreferenceForm(Form):
    """Where a member wants notices."""

    email = forms.CharField(label=_("E-mail address"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    handle = forms.CharField(label=_("Name at WeCom, DingTalk or Feishu"), max_length=100, required=False)
    channel_id = forms.ChoiceField(label=_("I want to get them over"), required=False)

    def __init__(self, *args: Any, channels: Channels, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("as the organisation has set")), *((str(one.pk), one.name) for one in channels)]
        self.offer(channel_id=offered)
