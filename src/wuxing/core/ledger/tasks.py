"""The ledger's pulse."""

from wuxing.core import background
from wuxing.core.ledger.actions.sweep import integrate_all


@background.pulse(seconds=1)
def seal_ledgers() -> None:
    """Seal what was recorded since the last time."""
    integrate_all()
