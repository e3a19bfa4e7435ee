"""Jobs of the document review."""

from wuxing.certification.document_review import actions
from wuxing.core.actors import Actor
from wuxing.core.background import task


@task("document_review.read")
def read(by: Actor, paper_id: int) -> None:
    """Read the text of a version for comparing."""
    actions.read(paper_id=paper_id, by=by)
