"""Questions of procedure 4: rows locked for actions (`rows`), and what pages show (the other files)."""

from wuxing.service.repair.queries.past import is_told, repairs_of
from wuxing.service.repair.queries.rows import (
    CASE,
    gaps_before_finish,
    has_own_work,
    is_diagnosed,
    lock_order,
    lock_order_of_technician,
    lock_request,
    lock_visit,
    missing_in,
    open_requests_like,
)

__all__ = [
    "CASE",
    "gaps_before_finish",
    "has_own_work",
    "is_diagnosed",
    "is_told",
    "lock_order",
    "lock_order_of_technician",
    "lock_request",
    "lock_visit",
    "missing_in",
    "open_requests_like",
    "repairs_of",
]
