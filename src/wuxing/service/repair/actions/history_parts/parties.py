"""Customers with their places, and units: found again by key, or made."""

from collections.abc import Mapping, Sequence

from wuxing.core import bulk
from wuxing.core.actors import Actor
from wuxing.customers.models import Asset, Contact, Customer, Product, ServiceSite
from wuxing.service.repair.rules.history import CaseDraft


def parties_of(cases: Sequence[CaseDraft], by: Actor) -> dict[str, tuple[Customer, Contact, ServiceSite]]:
    """Make one customer, contact and place for each customer key; keys of an earlier call are found again."""
    first: dict[str, CaseDraft] = {}
    for case in cases:
        if case.customer_key or case.customer_name:
            first.setdefault(case.customer_key or case.customer_name, case)
    found: dict[str, tuple[Customer, Contact, ServiceSite]] = {}
    earlier = Customer.objects.filter(source=by.source or "bulk", external_id__in=first)
    for customer in earlier.prefetch_related("contacts", "sites"):
        found[customer.external_id] = (customer, customer.contacts.all()[0], customer.sites.all()[0])
    fresh = {key: case for key, case in first.items() if key not in found}
    tenant_id = by.tenant_id
    customers = [
        Customer(
            tenant_id=tenant_id,
            name=case.customer_name or key,
            source=by.source or "bulk",
            external_id=key,
            created_at=case.received_at,
        )
        for key, case in fresh.items()
    ]
    bulk.number(customers)
    contacts = [
        Contact(tenant_id=tenant_id, customer=customer, name=customer.name, phone=case.phone)
        for customer, case in zip(customers, fresh.values(), strict=True)
    ]
    sites = [
        ServiceSite(
            tenant_id=tenant_id,
            customer=customer,
            city=case.city,
            district=case.district,
            address=case.address,
            rural=case.rural,
        )
        for customer, case in zip(customers, fresh.values(), strict=True)
    ]
    bulk.number(contacts)
    bulk.number(sites)
    bulk.insert(customers)
    bulk.insert(contacts)
    bulk.insert(sites)
    return found | dict(zip(fresh, zip(customers, contacts, sites, strict=True), strict=True))


def units_of(
    cases: Sequence[CaseDraft], parties: Mapping[str, tuple[Customer, Contact, ServiceSite]], by: Actor
) -> tuple[dict[str, Product], dict[tuple[str, str], Asset]]:
    """Find or make the units of all cases, at once: products by model, assets by model and serial."""
    products = {p.model: p for p in Product.objects.filter(model__in={case.product for case in cases if case.product})}
    wanted: dict[tuple[str, str], CaseDraft] = {}
    for case in cases:
        if case.product in products and case.serial:
            wanted.setdefault((case.product, case.serial), case)
    serials = [serial for _model, serial in wanted]
    assets = {
        (a.product.model, a.serial): a for a in Asset.objects.select_related("product").filter(serial__in=serials)
    }
    fresh = []
    for (model, serial), case in wanted.items():
        party = parties.get(case.customer_key or case.customer_name)
        if (model, serial) not in assets and party:
            fresh.append(
                Asset(
                    tenant_id=by.tenant_id,
                    product=products[model],
                    customer=party[0],
                    site=party[2],
                    serial=serial,
                    purchased_on=case.purchased_on,
                )
            )
    bulk.number(fresh)
    bulk.insert(fresh)
    for asset in fresh:
        assets[asset.product.model, asset.serial] = asset
    return products, assets
