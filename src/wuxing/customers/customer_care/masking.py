"""脱敏: what a role sees of a person. Who may not see data in full sees the first sign of a name (个人信息保护法 art. 51)."""

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.customers.customer_care.models import Customer
from wuxing.customers.customer_care.rules import masked_address, masked_name, masked_phone


def name_for(by: Actor, name: str, kind: str = Customer.Kind.PERSON) -> str:
    """Return a customer's or contact's name as this person may see it; an organisation's name is nobody's secret."""
    return name if kind == Customer.Kind.ORGANISATION or by.may(Permission.CUSTOMER_REVEAL) else masked_name(name)


def party_for(by: Actor, name: str, customer: str | None, kind: str | None) -> str:
    """Return a name on the side of a customer (who signed, who buys, who answered) as this person may see it.

    It is whole where it is the name of the organisation itself; who signs for an organisation is a person.
    """
    itself = kind == Customer.Kind.ORGANISATION and name == customer
    return name_for(by, name, Customer.Kind.ORGANISATION if itself else Customer.Kind.PERSON)


def said_name(by: Actor, name: str | None) -> str:
    """Return a name with which a form begins: nothing for who may not see it, for a masked name must not be kept."""
    return name if name and by.may(Permission.CUSTOMER_REVEAL) else ""


def phone_for(phone: str) -> str:
    """Return a number as everybody sees it until they look it up, which leaves a trace."""
    return masked_phone(phone) if phone else ""


def address_for(address: str, district: str) -> str:
    """Return an address as everybody sees it until they look it up: down to the district."""
    return masked_address(address, district)
