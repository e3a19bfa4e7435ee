"""Jobs of the public doors."""

from django.db.models import F

from wuxing.core import clock
from wuxing.core.background import pulse
from wuxing.service.doors.models import DoorCount


@pulse(3600)
def sweep() -> None:
    """Take away the counts of uses that limit nothing any more."""
    now = clock.now().timestamp()
    DoorCount.objects.filter(since__lt=now - 2 * F("span")).delete()
