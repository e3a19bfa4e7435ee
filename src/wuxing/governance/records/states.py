"""What a policy, a hold and a destruction can be (procedure 21)."""

from enum import StrEnum


class Basis(StrEnum):
    """保存依据: why records are kept as long as they are."""

    LAW = "law"
    CONTRACT = "contract"
    CERTIFICATION = "certification"
    OWN_RULE = "own_rule"


class Medium(StrEnum):
    """载体: on what records are kept."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    BOTH = "both"


class Disposal(StrEnum):
    """处置方式: what happens when the time is over."""

    ERASE = "erase"  # personal data and free text go, the row and its proof stay
    KEEP = "keep"
    OUTSIDE = "outside"  # done by hand, where the records are kept


class Scope(StrEnum):
    """冻结范围: what a legal hold covers."""

    RECORD_CLASS = "class"
    CUSTOMER = "customer"
    CASE = "case"


class DestructionState(StrEnum):
    """销毁: how far a proposal is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ItemState(StrEnum):
    """What became of one record of a proposal."""

    LISTED = "listed"
    DESTROYED = "destroyed"
    KEPT = "kept"


class Spared(StrEnum):
    """Why a listed record was not destroyed after all."""

    HELD = "held"
    NOT_DUE = "not_due"


D = DestructionState
DESTRUCTION: dict[DestructionState, frozenset[DestructionState]] = {
    D.PROPOSED: frozenset({D.APPROVED, D.REFUSED, D.WITHDRAWN}),
    D.APPROVED: frozenset({D.RUNNING}),
    D.RUNNING: frozenset({D.DONE}),
    D.DONE: frozenset(),
    D.REFUSED: frozenset(),
    D.WITHDRAWN: frozenset(),
}
UNDER_WAY = frozenset({D.PROPOSED, D.APPROVED, D.RUNNING})
