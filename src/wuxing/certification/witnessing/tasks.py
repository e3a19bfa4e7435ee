"""The pulse of pairs."""

from wuxing.certification.witnessing.actions import pair_clients
from wuxing.core import background


@background.pulse(seconds=30)
def pair_witnesses() -> None:
    """Have new clients and their body vouch for one another."""
    pair_clients()
