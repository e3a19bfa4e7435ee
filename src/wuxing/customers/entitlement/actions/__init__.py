"""Actions of the warranty decision: decide, override, tell, except; and what decisions are taken by."""

from wuxing.customers.entitlement.actions.contracts import add_contract, end_contract
from wuxing.customers.entitlement.actions.deciding import decide, drafted, override
from wuxing.customers.entitlement.actions.telling import except_telling, explain
from wuxing.customers.entitlement.actions.terms import save_term, withdraw_term
from wuxing.customers.entitlement.actions.units import date_unit, exchange_unit

__all__ = [
    "add_contract",
    "date_unit",
    "decide",
    "drafted",
    "end_contract",
    "except_telling",
    "exchange_unit",
    "explain",
    "override",
    "save_term",
    "withdraw_term",
]
