"""Jobs of procedure 21."""

from wuxing.core.actors import Actor
from wuxing.core.background import task
from wuxing.governance.records.actions import counting, executing


@task("records.destroy")
def destroy(by: Actor, destruction_id: int) -> None:
    """Destroy the next batch of an approved proposal."""
    executing.destroy_batch(destruction_id=destruction_id, by=by)


@task("records.count")
def count(by: Actor, record_class: str) -> None:
    """Count a class of records."""
    counting.count_class(record_class=record_class, by=by)


@task("records.count_all")
def count_all(by: Actor) -> None:
    """Count every class of records."""
    counting.count_all(by=by)
