"""The state machines of procedure 11 (states.md section 2), and the three ways in which an organisation keeps parts."""

from enum import StrEnum


class Mode(StrEnum):
    """How an organisation keeps its parts: it begins without a warehouse and grows."""

    RECORD_ONLY = "record_only"  # the order says what was used; nothing is counted
    PERSONAL = "personal"  # what a technician has with them is counted
    FULL = "full"  # stores too, with requests and transfers


class PlaceKind(StrEnum):
    """Where parts lie: a store, or with a technician (个人备件库)."""

    STORE = "store"
    VAN = "van"


class Condition(StrEnum):
    """Good parts, and old ones that come back."""

    GOOD = "good"
    DEFECTIVE = "defective"


class MovementKind(StrEnum):
    """What moved a part. A movement is never changed: what was wrong is moved back."""

    RECEIVED = "received"  # goods in
    TRANSFERRED = "transferred"  # between stores
    ISSUED = "issued"  # out of a store, on its way to a technician
    TAKEN_OVER = "taken_over"  # by the technician
    CONSUMED = "consumed"  # on a visit
    UNDONE = "undone"  # the line of the order was struck: the part is back
    RETURNED_UNUSED = "returned_unused"
    REMOVED = "removed"  # an old part taken out on a visit
    RETURNED = "returned"  # an old part handed to the store
    DISPOSED = "disposed"  # an old part claimed, refurbished or scrapped
    COUNTED = "counted"  # the difference that a count found


class RequestState(StrEnum):
    """备件申领: one part that a technician, or an order, waits for."""

    REQUESTED = "requested"
    APPROVED = "approved"
    ISSUED = "issued"
    ON_VAN = "on_van"
    CONSUMED = "consumed"
    RETURNED_UNUSED = "returned_unused"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class OldPartState(StrEnum):
    """旧件: where an old part is. What a customer keeps at their wish is on record too."""

    REMOVED_DEFECTIVE = "removed_defective"
    ON_VAN_DEFECTIVE = "on_van_defective"
    RETURNED = "returned"
    CLAIMED = "claimed"
    REFURBISHED = "refurbished"
    SCRAPPED = "scrapped"
    LEFT_WITH_CUSTOMER = "left_with_customer"
    UNDONE = "undone"  # the line of the order was struck


class OldPartFate(StrEnum):
    """What becomes of the old part on the visit: asked for each part."""

    RETURNED = "returned"
    LEFT = "left"
    NONE = "none"


class SerialState(StrEnum):
    """序列号: where the one piece of a serial number is."""

    LYING = "lying"  # at a place: a store, or with a technician
    ON_WAY = "on_way"  # out of the store, not yet with the technician
    FITTED = "fitted"  # in a customer's unit
    GONE = "gone"  # claimed, scrapped, given back to where nothing is counted, or not found by a count


Q, D = RequestState, OldPartState

REQUEST: dict[RequestState, frozenset[RequestState]] = {
    Q.REQUESTED: frozenset({Q.APPROVED, Q.REFUSED, Q.WITHDRAWN}),
    Q.APPROVED: frozenset({Q.ISSUED, Q.REFUSED, Q.WITHDRAWN}),
    Q.ISSUED: frozenset({Q.ON_VAN}),
    Q.ON_VAN: frozenset({Q.CONSUMED, Q.RETURNED_UNUSED}),
    Q.CONSUMED: frozenset({Q.ON_VAN}),  # the line was struck: the part is back on the van
    Q.RETURNED_UNUSED: frozenset(),
    Q.REFUSED: frozenset(),
    Q.WITHDRAWN: frozenset(),
}
OPEN_REQUESTS = frozenset({Q.REQUESTED, Q.APPROVED, Q.ISSUED, Q.ON_VAN})
AWAITED = frozenset({Q.REQUESTED, Q.APPROVED, Q.ISSUED})

OLD_PART: dict[OldPartState, frozenset[OldPartState]] = {
    D.REMOVED_DEFECTIVE: frozenset({D.ON_VAN_DEFECTIVE, D.LEFT_WITH_CUSTOMER}),
    D.ON_VAN_DEFECTIVE: frozenset({D.RETURNED, D.UNDONE}),
    D.RETURNED: frozenset({D.CLAIMED, D.REFURBISHED, D.SCRAPPED}),
    D.CLAIMED: frozenset(),
    D.REFURBISHED: frozenset(),
    D.SCRAPPED: frozenset(),
    D.LEFT_WITH_CUSTOMER: frozenset({D.UNDONE}),
    D.UNDONE: frozenset(),
}
DISPOSALS = (D.CLAIMED, D.REFURBISHED, D.SCRAPPED)
RETURN_WITHIN_DAYS = 7
"""旧件七日内交回: how long a technician may keep an old part (procedure 11, our default)."""
