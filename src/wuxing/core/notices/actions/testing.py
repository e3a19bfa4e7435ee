"""The test message of a channel: what the worker does with it."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.notices import queries, sealing
from wuxing.core.notices.drivers import Message, Undelivered, driver
from wuxing.core.notices.models import NoticeChannel


@transaction.atomic
def send_test(*, channel_id: int, address: str, by: Actor) -> bool:
    """试发: hand one message to a channel, say on the channel how it went. Asks nobody: `ask_test` did. No retries."""
    found = NoticeChannel.objects.filter(pk=channel_id, ended_at=None).first()
    if found is None:
        return False
    organisation = queries.organisation(by.tenant_id)
    with translation.override(organisation.language):
        subject, body = _("Test message"), _("This channel works. Nothing needs to be done.")
    now = clock.now()
    message = Message(
        id=f"test_{by.tenant_id}_{found.pk}_{int(now.timestamp())}",
        event="notice.test",
        kind="internal",
        organisation=organisation.name,
        language=organisation.language,
        subject=subject,
        body=body,
        at=now,
        address=address,
        test=True,
    )
    try:
        driver(found.driver)(message, sealing.opened_of(found))
        passed, found.test_reason = True, ""
    except Undelivered as error:
        passed, found.test_reason = False, error.code
    found.test_passed = passed
    found.save(update_fields=["test_passed", "test_reason"])
    return passed
