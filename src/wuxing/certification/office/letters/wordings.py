"""What each kind of letter says."""

from collections.abc import Mapping

from wuxing.certification.cases.models import Case, Client
from wuxing.certification.office.letters.kinds import Kind
from wuxing.core.models import Tenant


def letter(
    kind: Kind, to: Client, case: Case | None, body: Tenant, reasons: str, due: str, facts: Mapping[str, str]
) -> tuple[str, str]:
    """Return subject and text of a letter in the active language."""
    lines = [f"{label}: {value}" for label, value in facts.items()]
    subject = f"{kind.value} {case.number if case else to.name}"
    return subject, "\n".join(part for part in (reasons, due, *lines, body.name) if part)
