"""People and their files for tests of customers."""

from tests.shop import Shop
from wuxing.core import clock
from wuxing.customers.models import Contact, Customer, ServiceSite

PLACE = "工业路1号"


def person(shop: Shop, name: str = "李建国", phone: str = "13911112222", address: str = PLACE) -> Customer:
    """A file with a contact and a place."""
    made = Customer.objects.create(tenant=shop.tenant, name=name, created_at=clock.now())
    Contact.objects.create(tenant=shop.tenant, customer=made, name=name, phone=phone)
    if address:
        ServiceSite.objects.create(tenant=shop.tenant, customer=made, district="台江区", address=address)
    return made


def served(shop: Shop) -> Customer:
    """The customer of an order that is under way."""
    found = shop.order().customer
    assert found is not None
    return found
