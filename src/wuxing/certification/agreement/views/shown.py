"""A version of an agreement as both sides see it."""

from typing import Any

from wuxing.certification.agreement import queries, words
from wuxing.certification.agreement.models import AgreementStep, Invoice
from wuxing.certification.agreement.queries import Version
from wuxing.certification.agreement.states import Event, Fee
from wuxing.core import clock, files
from wuxing.core.actors import Actor


def version(found: Version) -> dict[str, Any]:
    """Return everything a version says, its state and signatures, and what was asked for."""
    said = queries.content_of(found.row)
    return {
        "row": found.row,
        "said": said,
        "facts": words.facts(said),
        **words.state(found.state),
        "signatures": [
            {"party": party, "step": found.signature(event), "drawing": _drawing(found.signature(event))}
            for event, party in ((Event.SIGNED_CLIENT, said["client"]), (Event.SIGNED_BODY, said["body"]))
        ],
        "unsigned": words.unsigned(found.row.continues),
        "asked": [step for step in found.steps if step.event == Event.CHANGE_ASKED],
        "continues": found.row.continues,
    }


def _drawing(step: AgreementStep | None) -> str:
    """Return a drawn signature as an address that holds the picture itself; nothing where a name was typed."""
    if step is None or step.drawing is None:
        return ""
    from base64 import b64encode

    content = files.bytes_of(step.tenant_id, step.drawing.sha256)
    return "data:image/png;base64," + b64encode(content).decode("ascii")


def invoice(row: Invoice, by: Actor) -> dict[str, Any]:
    """Return an invoice with badge and word."""
    if row.cancelled_at:
        state, key = "excluded", "cancelled"
    elif row.paid_on:
        state, key = "done", "paid"
    elif row.due_on < clock.today(by.zone):
        state, key = "late", "overdue"
    else:
        state, key = "waiting", "open"
    return {"row": row, "fee": words.fee(Fee(row.kind)), "state": state, "word": words.invoice_state(key)}
