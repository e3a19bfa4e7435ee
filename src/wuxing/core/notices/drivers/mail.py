"""E-mail over the installation's mail server, the one that mails letters too."""

from collections.abc import Mapping
from email.utils import formataddr
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from wuxing.core import places
from wuxing.core.notices.drivers import Message, Undelivered


def deliver(message: Message, opened: Mapping[str, Any]) -> None:
    """Give a message to the mail server; `Message-ID` is the same at every try. Raises Undelivered."""
    if not settings.MAIL_FROM:
        raise Undelivered("mail_not_set_up", final=True)
    try:
        validate_email(message.address)
    except ValidationError as error:
        raise Undelivered("bad_address", final=True) from error
    mail = EmailMessage(
        message.subject,
        message.body,
        formataddr((message.organisation, settings.MAIL_FROM)),
        [message.address],
        headers={
            "Message-ID": f"<{message.id}@{places.public_host().partition(':')[0]}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    for one in message.files:
        mail.attach(one.name, one.content, one.media_type)
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        raise Undelivered("bad_address", final=True) from error
    except (OSError, SMTPException) as error:
        raise Undelivered("mail_server") from error
