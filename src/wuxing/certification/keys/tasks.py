"""Work after a key is revoked."""

from wuxing.certification.keys.actions import resealing
from wuxing.core.actors import Actor
from wuxing.core.background import task


@task("key.reseal")
def reseal(by: Actor, key_id: int) -> None:
    """Seal anew what a revoked key has sealed."""
    resealing.reseal_batch(key_id=key_id, by=by)
