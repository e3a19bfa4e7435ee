"""The pulse of witnesses."""

from wuxing.core import background
from wuxing.core.witnessing.actions.asking import ask_due


@background.pulse(seconds=10)
def ask_witnesses() -> None:
    """Have witnesses cosign what they have not seen yet."""
    ask_due()
