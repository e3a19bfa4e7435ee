"""The state machine of procedure 22 (states.md section 2), its stages and their clocks. Pure."""

from enum import StrEnum


class State(StrEnum):
    """不符合: how far its treatment is."""

    OPEN = "open"
    CONTAINED = "contained"
    ANALYSED = "analysed"
    PLANNED = "planned"
    IMPLEMENTING = "implementing"
    EFFECTIVENESS_CHECK = "effectiveness_check"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"  # 判定不构成不符合: looked at by another person and found to be none


class Kind(StrEnum):
    """类别: a requirement is not met, may come not to be met, or something worth seeing to."""

    NONCONFORMITY = "nonconformity"
    OBSERVATION = "observation"
    PREVENTIVE = "preventive"


class Severity(StrEnum):
    """严重程度."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Source(StrEnum):
    """来源: where it was found."""

    REPAIR = "repair"
    COMPLAINT = "complaint"
    SELF_ASSESSMENT = "self_assessment"
    EXTERNAL_AUDIT = "external_audit"
    DOCUMENT = "document"
    METRIC = "metric"
    CUSTOMER = "customer"
    STAFF = "staff"
    SUPPLIER = "supplier"
    OTHER = "other"


class Category(StrEnum):
    """人机料法环测: the six bones of the fishbone."""

    PEOPLE = "people"
    MACHINE = "machine"
    MATERIAL = "material"
    METHOD = "method"
    ENVIRONMENT = "environment"
    MEASUREMENT = "measurement"


class ActionKind(StrEnum):
    """措施: what puts the fact right, what takes its cause away, what keeps it from happening elsewhere."""

    CORRECTION = "correction"
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


class Verdict(StrEnum):
    """有效性验证的结论."""

    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"


class Stage(StrEnum):
    """阶段: what runs against a clock. Nothing else is late."""

    CONTAIN = "contain"
    ANALYSE = "analyse"
    PLAN = "plan"
    IMPLEMENT = "implement"
    VERIFY = "verify"


class Term(StrEnum):
    """时限: what has a length; `effect` is the time until the effect of the actions can be judged."""

    CONTAIN = "contain"
    ANALYSE = "analyse"
    PLAN = "plan"
    IMPLEMENT = "implement"
    EFFECT = "effect"
    VERIFY = "verify"


class Unit(StrEnum):
    """What a term counts: working days of the company's calendar, or days."""

    WORKING_DAYS = "working_days"
    DAYS = "days"


class Ground(StrEnum):
    """特殊扣分项的情形, as the schemes name them."""

    LAW = "law"
    OWN_RULES = "own_rules"
    TRADE_RULE = "trade_rule"
    SYSTEM_HARM = "system_harm"


S = State
TRANSITIONS: dict[State, frozenset[State]] = {
    S.OPEN: frozenset({S.CONTAINED, S.ANALYSED, S.CANCELLED}),
    S.CONTAINED: frozenset({S.ANALYSED, S.CANCELLED}),
    S.ANALYSED: frozenset({S.ANALYSED, S.PLANNED, S.CANCELLED}),
    S.PLANNED: frozenset({S.IMPLEMENTING}),
    S.IMPLEMENTING: frozenset({S.EFFECTIVENESS_CHECK}),
    S.EFFECTIVENESS_CHECK: frozenset({S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.REOPENED: frozenset({S.CONTAINED, S.ANALYSED}),
    S.CANCELLED: frozenset(),
}

ENDED = frozenset({S.CLOSED, S.CANCELLED})
LIVE = frozenset(S) - ENDED

# Which stage runs while it is in a state; an ended one has none.
STAGE_IN: dict[State, Stage] = {
    S.OPEN: Stage.CONTAIN,
    S.REOPENED: Stage.ANALYSE,
    S.CONTAINED: Stage.ANALYSE,
    S.ANALYSED: Stage.PLAN,
    S.PLANNED: Stage.IMPLEMENT,
    S.IMPLEMENTING: Stage.IMPLEMENT,
    S.EFFECTIVENESS_CHECK: Stage.VERIFY,
}
