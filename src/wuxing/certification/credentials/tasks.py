"""Make the papers of a certificate when it stands in the log."""

import time

from wuxing.certification.credentials import actions
from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken

LOOKS, PAUSE = 12, 0.25
"""The log is sealed every second: a look now and then is sooner there than a job that is tried again."""


class Waiting(Exception):
    """The entry of a seal is in no signed checkpoint yet, or there is no time stamp; the job is tried again."""


@background.task("certificate.papers")
def make_papers(by: Actor, seal_id: int) -> None:
    """Make the original of a seal once its entry is in a signed checkpoint."""
    for _look in range(LOOKS):
        try:
            if actions.make_original(seal_id=seal_id, by=by):
                return
        except RuleBroken as error:  # final for a job, but this passes
            raise Waiting(error.reason) from None
        time.sleep(PAUSE)
    raise Waiting(f"seal {seal_id} is in no checkpoint yet")
