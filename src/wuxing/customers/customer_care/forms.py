"""Forms of customers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form
from wuxing.customers.customer_care.models import Customer

KINDS = {Customer.Kind.PERSON: _("person"), Customer.Kind.ORGANISATION: _("organisation")}


class CustomerForm(Form):
    """The head of a customer's file."""

    name = forms.CharField(label=_("Customer's name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of customer"), choices=list(KINDS.items()))
    tier = forms.CharField(label=_("Customer tier"), max_length=20, required=False)


class ContactForm(Form):
    """Whom to call."""

    name = forms.CharField(label=_("Name"), max_length=100)
    phone = forms.CharField(label=_("Phone number"), max_length=40)


class EraseForm(Form):
    """Erase personal data."""

    reason = forms.CharField(
        label=_("Why the data is erased"),
        max_length=300,
        help_text=_(
            "for example: asked for by the customer on 2026-11-18; names, numbers and addresses cannot be brought back"
        ),
    )
