"""Jobs of procedure 4."""

from wuxing.core.actors import Actor
from wuxing.core.background import task
from wuxing.service.repair.actions import forgetting


@task("repair.forget_customer")
def forget_customer(by: Actor, customer_id: int) -> None:
    """Forget a customer in requests, orders and timelines."""
    forgetting.forget_customer(customer_id=customer_id, by=by)
