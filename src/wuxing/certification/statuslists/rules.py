"""Which bits a certificate has in its lists, and under which name other registers know its state. Pure."""

from datetime import datetime, timedelta

from wuxing.certification.certificate.states import State

REVOCATION, SUSPENSION = "revocation", "suspension"
PURPOSES = (REVOCATION, SUSPENSION)
FRESH = timedelta(hours=20)
"""A list that was signed longer ago is signed anew, long before the week is over for which it is good."""

IAF_STATUS = {
    State.VALID: "active",
    State.SUSPENDED: "suspended",
    State.WITHDRAWN: "withdrawn",
    State.CANCELLED: "cancelled",
    State.EXPIRED: "expired",
    State.REPLACED: "inactive",
}
"""The names of IAF CertSearch."""
REVOKED = frozenset({State.WITHDRAWN, State.CANCELLED, State.REPLACED})  # expiry stands in the certificate itself


def bits_for(state: State) -> dict[str, bool]:
    """Return the bits of a certificate in a state: revocation is final, suspension ends."""
    return {REVOCATION: state in REVOKED, SUSPENSION: state is State.SUSPENDED}


def is_due(signed_at: datetime | None, now: datetime) -> bool:
    """Say whether a list is to be signed anew although no bit has changed."""
    return signed_at is None or now - signed_at >= FRESH


def kind(rehearsal: bool, number: int) -> str:
    """Return a list's name in addresses: r7, or x7 for exercises."""
    return f"{'x' if rehearsal else 'r'}{number}"
