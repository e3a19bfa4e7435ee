"""Jobs of generation."""

import logging

from wuxing.core.actors import Actor
from wuxing.core.background import task
from wuxing.web.handbook import actions

_log = logging.getLogger(__name__)


@task("handbook.generate")
def generate(by: Actor, run_id: int) -> None:
    """Make the documents of a run; one that fails says so on its page."""
    try:
        actions.carry_out(run_id=run_id, by=by)
    except Exception:
        _log.exception("run %s of the documents' generation failed", run_id)
        actions.give_up(run_id=run_id, by=by)
