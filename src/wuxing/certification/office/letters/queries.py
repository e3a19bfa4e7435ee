"""Read letters, what was mailed of them, and the body's letterhead."""

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings

from wuxing.certification.office.letters.models import Letter, Letterhead, LetterMail
from wuxing.core import files
from wuxing.core.errors import NotFound
from wuxing.core.ledger import kind_of
from wuxing.core.notices.models import Notice
from wuxing.core.reasons import Reason, say

MAIL = kind_of(LetterMail)


def letter(letter_id: int) -> Letter:
    """Return a letter with its client and case. Raises NotFound."""
    found = Letter.objects.select_related("client", "case").filter(pk=letter_id).first()
    if found is None:
        raise NotFound(say("there is no such letter here"))
    return found


def letterhead() -> Letterhead | None:
    """Return the body's own letterhead, or None: the default."""
    found = Letterhead.objects.select_related("attachment", "set_by").order_by("-pk").first()
    return found if found and found.attachment else None


def letterhead_file() -> bytes:
    """Return the Word file of the letterhead; nothing where the default is used."""
    found = letterhead()
    if found is None or found.attachment is None:
        return b""
    return files.bytes_of(found.tenant_id, found.attachment.sha256)


def mails_of(letter_ids: Sequence[int]) -> dict[int, list[LetterMail]]:
    """Return what was mailed of letters, oldest first."""
    found: dict[int, list[LetterMail]] = defaultdict(list)
    for row in LetterMail.objects.filter(letter_id__in=letter_ids).select_related("sent_by").order_by("pk"):
        found[row.letter_id].append(row)
    return dict(found)


def mailed(mail_id: int) -> LetterMail:
    """Return what was put into the outbox, with its letter."""
    return LetterMail.objects.select_related("letter", "letter__client").get(pk=mail_id)


def notices_of(mail_ids: Sequence[int]) -> dict[int, Notice]:
    """Return the newest notice of each letter put into the outbox; one of before the outbox has none."""
    rows = Notice.objects.filter(target_type=MAIL, target_id__in=list(mail_ids)).order_by("pk")
    return {row.target_id: row for row in rows}


def why_not_mail() -> Reason | None:
    """Return why nothing can be mailed from this installation, or None."""
    if settings.MAIL_FROM:
        return None
    return say("e-mail is not set up here: whoever runs this installation sets WUXING_MAIL_HOST and WUXING_MAIL_FROM")
