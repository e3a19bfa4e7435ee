"""The ledger's pulse."""

from wuxing.core import background
from wuxing.core.ledger.actions.sweep import integrate_all
from wuxing.core.witnessing.actions import asking


@background.pulse(seconds=1)
def seal_ledgers() -> None:
    """Seal what was recorded since the last time, and have the witnesses that work here cosign it at once."""
    integrate_all(follow=asking.cosign_new_head)
