"""What the rules of several procedures fix: channels, fields, checks, holds, periods."""

from wuxing.core import wording
from wuxing.core.reasons import Reason
from wuxing.governance.documents.models import Distribution, Document, ExternalSource
from wuxing.governance.records.rules import MOST_AT_ONCE
from wuxing.oversight.self_assessment.rules import EVERY_MONTHS
from wuxing.resources.competence.rules import ALARM
from wuxing.service.repair.rules import FIELDS
from wuxing.service.repair.rules.repeats import REPEAT_WINDOW
from wuxing.service.repair.rules.words import CHANNELS, CHECKS, HOLDS
from wuxing.service.repair.states import CONDUCT_CHECKS, HOLD_STOPS


def _listed(words: list[Reason]) -> str:
    return "、".join(wording.text(word) for word in words)


def values() -> dict[str, str]:
    """Return what sentences about repair, people, documents and records take, in the active language."""
    return {
        "channels": _listed([word for code, word in CHANNELS.items() if code != "import"]),
        "fields": _listed([word for code, word in FIELDS.items() if code != "address"]),
        "checks": _listed([CHECKS[code] for code in CONDUCT_CHECKS]),
        "holds": _listed(list(HOLDS.values())),
        "holds.stop": _listed([HOLDS[reason.value] for reason, (ours, _own) in HOLD_STOPS.items() if ours]),
        "holds.run": _listed([HOLDS[reason.value] for reason, (ours, _own) in HOLD_STOPS.items() if not ours]),
        "repeat_days": str(REPEAT_WINDOW.days),
        "alarm_days": str(ALARM.days),
        "at_once": str(MOST_AT_ONCE),
        "review_months": _default(Document, "review_months"),
        "read_days": _default(Distribution, "days"),
        "assess_months": str(EVERY_MONTHS),
        "check_months": _default(ExternalSource, "check_months"),
    }


def _default(model: type[Document | Distribution | ExternalSource], name: str) -> str:
    field = model._meta.get_field(name)  # noqa: SLF001  # `_meta` is documented
    return str(field.default)  # type: ignore[union-attr]
