"""Under which version of its procedure's document a record was made."""

from datetime import datetime
from typing import Any

from django import template

from wuxing.governance.documents.queries import in_force
from wuxing.governance.handbook.rules import tag_of

register = template.Library()


@register.inclusion_tag("governance/records/under.html")
def made_under(procedure: int, at: datetime | None) -> dict[str, Any]:
    """Name the document of a procedure that was in force at an instant; nothing where there was none."""
    found = in_force(tag_of(procedure), at) if at else None
    if found is None:
        return {"rule": None}
    return {"rule": {"document_id": found.document_id, "number": found.document.number, "version": found.version}}
