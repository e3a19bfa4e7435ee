"""A whole case told at once: what the steps of a finished or foreign story add up to. Pure.

The single actions write one step each; the bulk path (imports, the simulator) tells the story and gets the same facts. A test tells
stories both ways and compares. `strict` stories must follow the state machines; foreign ones may skip steps they never had.
"""

from wuxing.service.repair.rules.history.drafts import (
    PROMISED_AT_INTAKE,
    Binding,
    CaseDraft,
    ItemFact,
    OutOfOrder,
    Payload,
    Step,
    Story,
    TargetFact,
    promised_at_intake,
)
from wuxing.service.repair.rules.history.promised import Called, called_up, reminder_of
from wuxing.service.repair.rules.history.telling import tell

__all__ = [
    "PROMISED_AT_INTAKE",
    "Binding",
    "Called",
    "CaseDraft",
    "ItemFact",
    "OutOfOrder",
    "Payload",
    "Step",
    "Story",
    "TargetFact",
    "called_up",
    "promised_at_intake",
    "reminder_of",
    "tell",
]
