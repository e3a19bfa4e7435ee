"""Tables of the context."""

from wuxing.customers.customer_care.models import (
    CareRule,
    Consent,
    ConsentNotice,
    Contact,
    Customer,
    Difference,
    LookUp,
    Merge,
    RightsRequest,
    ServiceSite,
)
from wuxing.customers.entitlement.models import EntitlementDecision, WarrantyContract, WarrantyTerm
from wuxing.customers.installed_base.models import AssetTie
from wuxing.customers.prices.models import Price, PriceItem
from wuxing.customers.products.models import Asset, Product

__all__ = [
    "Asset",
    "AssetTie",
    "CareRule",
    "Consent",
    "ConsentNotice",
    "Contact",
    "Customer",
    "Difference",
    "EntitlementDecision",
    "LookUp",
    "Merge",
    "Price",
    "PriceItem",
    "Product",
    "RightsRequest",
    "ServiceSite",
    "WarrantyContract",
    "WarrantyTerm",
]
