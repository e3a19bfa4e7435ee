"""How many of the long random walks a run takes: a few, always the same; all of them with WUXING_EXPLORE=1."""

import os


def seeds(first: int, last: int, *, kept: int) -> range:
    """Return the seeds from `first` up to `last`; `kept` of them unless one wants to look further."""
    return range(first, last if "WUXING_EXPLORE" in os.environ else first + kept)
