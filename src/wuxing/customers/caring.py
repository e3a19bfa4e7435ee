"""Where personal data of customers stand in this context; see customer_care/erasing.py."""

from django.utils.translation import gettext_lazy as _

from wuxing.customers.customer_care.erasing import Held

GONE = "—"

HELD = (
    Held("customers.Customer", "pk", _("customer file"), {"name": GONE}, shows=("kind", "tier", "created_at")),
    Held("customers.Contact", "customer", _("contacts"), {"name": GONE, "phone": ""}, shows=("part",)),
    Held(
        "customers.ServiceSite",
        "customer",
        _("places"),
        {"address": "", "access_note": "", "label": ""},
        shows=("city", "district"),
    ),
    Held(
        "customers.Asset",
        "customer",
        _("units"),
        shows=("product__name", "product__model", "serial", "purchased_on", "installed_on", "retired_on"),
        entries=False,
    ),
    Held(
        "customers.Consent",
        "customer",
        _("consent given and withdrawn"),
        {"proof": None},
        mark="erased_at",
        shows=("purpose", "given", "notice_version", "channel", "said_at"),
    ),
    Held(
        "customers.LookUp",
        "customer",
        _("who looked at your data"),
        {"reason": None},
        mark="erased_at",
        shows=("at", "person__name", "case_number"),
    ),
    Held(
        "customers.RightsRequest",
        "customer",
        _("requests about your data"),
        {"wish": "", "identity_how": "", "answer": ""},
        shows=("number", "kind", "asked_at", "state", "ended_at"),
    ),
    Held("customers.Merge", "kept", _("merges of files"), {"reason": GONE}, shows=("merged_at",)),
)
