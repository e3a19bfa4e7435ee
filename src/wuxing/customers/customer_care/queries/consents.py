"""同意: the purposes that stand, what customers said about them, and whether their data may be used."""

from collections.abc import Mapping
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.customers.customer_care.models import Consent, ConsentNotice, Customer
from wuxing.customers.customer_care.purposes import CONSENT, OBJECTION, SHIPPED, Purpose
from wuxing.customers.customer_care.queries.files import customer_of, family_of, standing_file
from wuxing.customers.customer_care.rules import consent as rules


def _of_row(row: ConsentNotice) -> Purpose:
    titles = {"": row.title}
    objection = row.purpose in OBJECTION and row.basis != CONSENT
    return Purpose(row.purpose, row.version, titles, row.basis, row.separate, row.texts, row.renew, objection)


def versions() -> list[Purpose]:
    """Return every version of every purpose, shipped ones first."""
    return [*SHIPPED, *map(_of_row, ConsentNotice.objects.order_by("purpose", "version"))]


def purposes() -> dict[str, Purpose]:
    """Return the purposes by code, each in its newest version."""
    return {one.code: one for one in versions()}


def purpose_of(code: str) -> Purpose | None:
    """Return the newest version of a purpose, or None."""
    newest = ConsentNotice.objects.filter(purpose=code).order_by("-version").first()
    return _of_row(newest) if newest else next((one for one in SHIPPED if one.code == code), None)


def _renewed(code: str) -> int:
    found = ConsentNotice.objects.filter(purpose=code, renew=True).order_by("-version")
    return found.values_list("version", flat=True).first() or 0


def may_use(customer_id: int, purpose: str) -> Reason | None:
    """Return why a customer's data may not be used for a purpose, or None when they may.

    Purposes as shipped: service (no consent needed), survey, marketing, manufacturer, outsourced, sensitive. A message that is
    not part of the service asks here first: `if reason := may_use(customer_id, "marketing"): …`.
    """
    standing = standing_file(customer_id)
    customer = Customer.objects.filter(pk=standing).first() if standing else None
    if customer is None:
        return say("there is no customer %(id)s here", id=customer_id)
    said = Consent.objects.filter(customer_id__in=family_of(customer.pk), purpose=purpose)
    return rules.why_not_use(
        purpose_of(purpose),
        [rules.Said(*row) for row in said.values_list("given", "notice_version", "said_at")],
        erased=customer.erased_at is not None,
        restricted=customer.restricted_at is not None,
        renewed=_renewed(purpose),
    )


def consent_rows(customer_id: int) -> list[dict[str, Any]]:
    """Return what a customer said about purposes, newest first."""
    rows = Consent.objects.filter(customer_id__in=family_of(customer_id)).order_by("-said_at", "-pk")
    fields = (
        "pk",
        "purpose",
        "given",
        "notice_version",
        "language",
        "channel",
        "proof",
        "said_at",
        "recorded_by__name",
    )
    return [dict(row) for row in rows.values(*fields)[:200]]


def standing_consents(customer_id: int) -> Mapping[str, Reason | None]:
    """Return for every purpose in which a customer has a say why it may not be used for them, or None."""
    customer = customer_of(customer_id)
    said: dict[str, list[rules.Said]] = {}
    rows = Consent.objects.filter(customer_id__in=family_of(customer_id))
    for purpose, given, version, at in rows.values_list("purpose", "given", "notice_version", "said_at"):
        said.setdefault(purpose, []).append(rules.Said(given, version, at))
    known = versions()
    renewed = {one.code: one.version for one in known if one.renew}
    return {
        code: rules.why_not_use(
            one,
            said.get(code, ()),
            erased=customer.erased_at is not None,
            restricted=customer.restricted_at is not None,
            renewed=renewed.get(code, 0),
        )
        for code, one in {one.code: one for one in known}.items()
        if one.hears
    }
