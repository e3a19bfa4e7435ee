"""The job that judges a past day of many records."""

from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.evidence.metrics import actions
from wuxing.evidence.metrics.models import Picture
from wuxing.schemes.editions import queries as editions


@background.task("evidence.make_picture")
def make_picture(by: Actor, picture_id: int) -> None:
    """Make a picture that a page waits for."""
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is not None:
        actions.make_picture(picture_id=picture_id, pack=editions.pack_of(picture.edition), by=by)
