"""Jobs of foreign records."""

from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.evidence.foreign import actions


@background.task("evidence.assess")
def assess(by: Actor, import_id: int) -> None:
    """Assess an uploaded file."""
    actions.run_assessment(import_id=import_id, by=by)
