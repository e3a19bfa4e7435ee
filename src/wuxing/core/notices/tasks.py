"""Jobs of notices."""

from wuxing.core.actors import Actor
from wuxing.core.background import pulse, task
from wuxing.core.notices.actions import delivering, testing


@pulse(seconds=2)
def deliver_notices() -> None:
    """Send what is due."""
    delivering.deliver_due()


@task("notice.test_channel")
def test_channel(by: Actor, channel_id: int, address: str) -> None:
    """Send a test message over a channel."""
    testing.send_test(channel_id=channel_id, address=address, by=by)
