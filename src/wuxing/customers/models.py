"""Tables of the context."""

from wuxing.customers.customer_care.models import Contact, Customer, ServiceSite
from wuxing.customers.entitlement.models import EntitlementDecision, WarrantyContract, WarrantyTerm
from wuxing.customers.products.models import Asset, Product

__all__ = [
    "Asset",
    "Contact",
    "Customer",
    "EntitlementDecision",
    "Product",
    "ServiceSite",
    "WarrantyContract",
    "WarrantyTerm",
]
